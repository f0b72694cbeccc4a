// Between snapshots: what is drawn is a little behind what is known, so that there is always a next snapshot to
// move towards and 20 a second look like 60. Snapshots that come early or late do not show: the clock of what is drawn
// runs evenly and is led, gently, to where it belongs.

const LAG_MS = 100;   // one snapshot of 50 ms and room for its delay on the way
const KEEP = 16;
const FAST = 30;      // at such a pace circles are faster than snapshots: positions are eased instead
const LEAD = 0.004;   // of what the clock is off, made good in each millisecond
const MOST_LEAD = 0.2; // and never more than this faster or slower
const LOST_MS = 400;  // further off than this there is no leading: a stream that was cut begins anew
const STEP_MS = 1000; // with less motion the rollers step, this often

const KEYS = ["along_mm", "lateral_mm", "out_mm", "force_n"];

export class Motion {
  #seen = []; #eased = null; #clock = null; #drawn = 0; #held = null; #heldAt = -Infinity;

  push(snapshot, now) {
    this.#seen.push({ now, snapshot });
    if (this.#seen.length > KEEP) this.#seen.shift();
  }

  // at is both rollers at a moment; with still they stand, and step now and then to the newest.
  at(now, still) {
    const seen = this.#seen;
    if (!seen.length) return null;
    const last = seen[seen.length - 1];
    if (still) return this.#step(last.snapshot.rollers, now);
    const t = this.#time(now);
    let i = seen.length - 1;
    while (i > 1 && seen[i - 1].now > t) i--;
    const rollers = last.snapshot.rollers.map((_, k) => Object.fromEntries(KEYS.map((key) => [key, this.#value(i, k, key, t)])));
    return last.snapshot.pace >= FAST ? this.#ease(rollers) : (this.#eased = rollers);
  }

  // time is the moment that is drawn.
  #time(now) {
    const want = now - LAG_MS, went = now - this.#drawn;
    this.#drawn = now;
    if (this.#clock === null || Math.abs(want - this.#clock - went) > LOST_MS) return (this.#clock = want);
    const off = (want - this.#clock - went) * LEAD;
    return (this.#clock += went * (1 + Math.max(-MOST_LEAD, Math.min(MOST_LEAD, off))));
  }

  // value is one figure of roller k at t, which lies between snapshots i-1 and i: a smooth curve through the four around it
  // (Catmull and Rom's, for uneven times), and never a force that neither of the two had.
  #value(i, k, key, t) {
    const of = (j) => this.#seen[Math.max(0, Math.min(this.#seen.length - 1, j))];
    const [a, b] = [of(i - 1), of(i)], [va, vb] = [a.snapshot.rollers[k][key], b.snapshot.rollers[k][key]], h = b.now - a.now;
    if (!(h > 0)) return vb;
    const u = Math.min(1, Math.max(0, (t - a.now) / h));
    if (key === "force_n" || h > LOST_MS) return va + (vb - va) * u;
    const slope = (from, to) => {
      const d = to.now - from.now;
      return d > 0 && d < LOST_MS ? (h * (to.snapshot.rollers[k][key] - from.snapshot.rollers[k][key])) / d : vb - va;
    };
    const [ma, mb] = [slope(of(i - 2), b), slope(a, of(i + 1))], u2 = u * u, u3 = u2 * u;
    return va * (2 * u3 - 3 * u2 + 1) + ma * (u3 - 2 * u2 + u) + vb * (3 * u2 - 2 * u3) + mb * (u3 - u2);
  }

  #step(rollers, now) {
    if (now - this.#heldAt >= STEP_MS) [this.#held, this.#heldAt] = [rollers, now];
    return this.#held;
  }

  #ease(rollers) {
    this.#eased = (this.#eased ?? rollers).map((was, k) => Object.fromEntries(KEYS.map((key) => [key, was[key] + (rollers[k][key] - was[key]) * 0.12])));
    return this.#eased;
  }
}
