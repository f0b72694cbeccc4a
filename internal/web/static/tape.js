// What this page saw of a session, to be looked at again afterwards: in this tab's memory alone, of a size that does not
// grow, and gone as soon as it is wiped. It is the stream that everybody who watched has seen, and no more.

const MOST = 4096;     // moments; when they are full, every other one is let go
const EACH_MS = 100;   // between two moments, at first
const GAP_MS = 1500;   // nothing heard for so long: what was in between was not seen
const NEAR = 0.008;    // of the score: so near to a moment that was seen is seen
const FIGURES = [
  (s) => s.elapsed_s, (s) => s.left_s, (s) => s.target_n, (s) => s.limit_n, (s) => s.trip_n, (s) => s.depth_mm, (s) => s.pad_c, (s) => s.recline_deg, (s) => s.leg_rest_deg,
  ...[0, 1].flatMap((k) => ["along_mm", "lateral_mm", "out_mm", "force_n"].map((key) => (s) => s.rollers[k][key])),
];
const WORDS = ["technique", "level", "phase"];
const [SHARE, WHEN, CUT, PAUSED] = [0, 1, 2, 3], HEAD = 4; // before the figures of a moment
const WIDE = HEAD + FIGURES.length + WORDS.length;

// BYTES is all that the figures of a session take.
export const BYTES = MOST * WIDE * 4;

export class Tape {
  #data = null; #length = 0; #every = EACH_MS; #last = -Infinity; #heard = -Infinity; #names = []; #fixed = null;

  get length() { return this.#length; }

  wipe() {
    this.#data?.fill(0);
    [this.#data, this.#length, this.#every, this.#last, this.#heard, this.#names, this.#fixed] = [null, 0, EACH_MS, -Infinity, -Infinity, [], null];
  }

  // push takes a snapshot of a massage, where it lies in the score from 0 to 1, and when it was heard.
  push(s, share, now) {
    const cut = now - this.#heard > GAP_MS;
    this.#heard = now;
    if (!cut && now - this.#last < this.#every) return;
    this.#last = now;
    this.#data ??= new Float32Array(MOST * WIDE);
    if (this.#length === MOST) this.#thin();
    const at = this.#length++ * WIDE;
    this.#data.set([share, now / 1000, cut ? 1 : 0, s.paused ? 1 : 0, ...FIGURES.map((of) => of(s)), ...WORDS.map((key) => this.#number(s[key] ?? ""))], at);
    this.#fixed = { levels: s.levels ?? [], contour: s.contour ?? [], title: s.title, pace: 1, stage: "massage", depth_max_mm: s.depth_max_mm, heat_on: s.heat_on };
  }

  // thin lets every other moment go; a cut before one that goes belongs to the next.
  #thin() {
    const d = this.#data;
    for (let i = 0; 2 * i < MOST; i++) {
      const from = 2 * i * WIDE, missed = i > 0 ? d[from - WIDE + CUT] : 0;
      d.copyWithin(i * WIDE, from, from + WIDE);
      d[i * WIDE + CUT] = Math.max(d[i * WIDE + CUT], missed);
    }
    this.#length = MOST / 2;
    this.#every *= 2;
  }

  #number(name) {
    const i = this.#names.indexOf(name);
    return i >= 0 ? i : this.#names.push(name) - 1;
  }

  #share(i) { return this.#data[i * WIDE + SHARE]; }

  // find is the last moment at or before a share of the score, and whether what lies there was seen: "seen", "unseen" (this
  // page heard nothing then), "left out" (the session went past it), "not played" (it ended before).
  find(share) {
    const n = this.#length;
    if (n === 0) return { index: -1, state: "unseen" };
    let lo = -1, hi = n; // the first index above share, by halves: the share never falls
    while (hi - lo > 1) {
      const mid = (lo + hi) >> 1;
      if (this.#share(mid) <= share + 1e-6) lo = mid;
      else hi = mid;
    }
    if (lo < 0) return this.#share(0) - share <= NEAR ? { index: 0, state: "seen" } : { index: -1, state: "unseen" };
    if (share - this.#share(lo) <= NEAR) return { index: lo, state: "seen" };
    if (lo + 1 === n) return { index: lo, state: "not played" };
    const state = this.#between(lo);
    return state === "seen" || this.#share(lo + 1) - share <= NEAR ? { index: lo, state: "seen" } : { index: lo, state };
  }

  // between is what is known of what lies between a moment and the next: a session goes through its score as fast as its time
  // runs, and whatever goes faster was left out.
  #between(i) {
    if (this.#data[(i + 1) * WIDE + CUT]) return "unseen";
    const [elapsed, left] = [0, 1].map((k) => this.#data[i * WIDE + HEAD + k]), went = this.#data[(i + 1) * WIDE + HEAD] - elapsed;
    return this.#share(i + 1) - this.#share(i) > (1.5 * went) / Math.max(1, elapsed + left) + NEAR ? "left out" : "seen";
  }

  // gaps are the parts of the score, from and to in shares, that this page did not see though the session went over them.
  gaps() {
    const out = [], n = this.#length;
    if (n === 0) return out;
    if (this.#share(0) > NEAR) out.push([0, this.#share(0)]);
    for (let i = 1; i < n; i++) {
      if (this.#data[i * WIDE + CUT] && this.#share(i) - this.#share(i - 1) > NEAR) out.push([this.#share(i - 1), this.#share(i)]);
    }
    return out;
  }

  // at is a moment as a snapshot, as far as the picture needs one.
  at(i) {
    const v = this.#data.subarray(i * WIDE, (i + 1) * WIDE), [elapsed_s, left_s, target_n, limit_n, trip_n, depth_mm, pad_c, recline_deg, leg_rest_deg, ...r] = v.subarray(HEAD, HEAD + FIGURES.length);
    const words = Object.fromEntries(WORDS.map((key, k) => [key, this.#names[v[HEAD + FIGURES.length + k]]]));
    const roller = ([along_mm, lateral_mm, out_mm, force_n]) => ({ along_mm, lateral_mm, out_mm, force_n });
    return { ...this.#fixed, ...words, seq: `tape ${i}`, paused: v[PAUSED] === 1, elapsed_s, left_s, target_n, limit_n, trip_n, depth_mm, pad_c, recline_deg, leg_rest_deg, rollers: [roller(r), roller(r.slice(4))] };
  }

  // before are the rollers of the moments of so many seconds that led to i, oldest first.
  before(i, seconds) {
    const out = [], until = this.#data[i * WIDE + WHEN] - seconds;
    for (let k = i; k >= 0 && this.#data[k * WIDE + WHEN] >= until; k--) {
      out.unshift(this.at(k).rollers);
      if (this.#data[k * WIDE + CUT]) break;
    }
    return out;
  }
}
