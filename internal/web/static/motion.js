// Between snapshots: what is drawn is a little behind what is known, so that there is always a next snapshot to
// move towards and 20 a second look like 60.

const LAG_MS = 90; // one snapshot of 50 ms and room for its delay on the way
const KEEP = 12;
const FAST = 30; // at such a pace circles are faster than snapshots: positions are eased instead

export class Motion {
  #seen = [];
  #eased = null;

  push(snapshot, now) {
    this.#seen.push({ now, snapshot });
    if (this.#seen.length > KEEP) this.#seen.shift();
  }

  // at is both rollers at a moment; the newest ones when still is asked for.
  at(now, still) {
    const seen = this.#seen;
    if (!seen.length) return null;
    const last = seen[seen.length - 1];
    if (still) return last.snapshot.rollers;
    let i = seen.length - 1;
    while (i > 0 && seen[i - 1].now > now - LAG_MS) i--;
    const b = seen[i], a = seen[i - 1] ?? b;
    const t = b.now > a.now ? Math.min(1, Math.max(0, (now - LAG_MS - a.now) / (b.now - a.now))) : 1;
    const rollers = b.snapshot.rollers.map((to, k) => between(a.snapshot.rollers[k], to, t));
    return last.snapshot.pace >= FAST ? this.#ease(rollers) : (this.#eased = rollers);
  }

  #ease(rollers) {
    this.#eased = (this.#eased ?? rollers).map((was, k) => between(was, rollers[k], 0.12));
    return this.#eased;
  }
}

function between(a, b, t) {
  const mix = (key) => a[key] + (b[key] - a[key]) * t;
  return { along_mm: mix("along_mm"), lateral_mm: mix("lateral_mm"), out_mm: mix("out_mm"), force_n: mix("force_n") };
}
