// What only the person of this session is told: whose limit holds. Everybody else hears "a limit of this session",
// so the stream says no more; the answers to this page's own requests do.

const HIDDEN = "a limit of this session"; // what others are told of a personal limit's author
const authors = new Map(); // of limits, by their newtons
let changed = null;        // what was fitted, in the person's own words

// hearOwn takes the snapshot of an answer to this very page.
export function hearOwn(s) {
  if (!s.limit_by || s.limit_by === HIDDEN) return;
  authors.set(s.limit_n, s.limit_by);
  changed = s.changed ?? changed;
}

// forgetOwn is for the end of a session.
export function forgetOwn() {
  authors.clear();
  changed = null;
}

// limitBy is the author of the limit that holds now, as far as this page may know.
export function limitBy(s) {
  return s.limit_by === HIDDEN ? authors.get(s.limit_n) ?? s.limit_by : s.limit_by ?? "";
}

// fitted is what was changed for this chair and person, in sentences.
export const fitted = (s) => changed ?? s.changed ?? [];
