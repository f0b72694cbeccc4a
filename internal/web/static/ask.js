// Asking the engine. An answer is a wire.Reply; anything else is thrown as a Refusal, which a person can read.
import { words } from "./words.js";

export class Refusal extends Error {
  constructor(title, detail, status = 0) {
    super(detail);
    this.title = title;
    this.status = status; // 0: no answer at all
  }
}

// me is this page's own name, new with each load. Whoever knows it may hear what is this person's alone: it goes
// into requests and nowhere else. (randomUUID exists only where a connection is encrypted.)
export const me = (() => {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40; // version 4
  b[8] = (b[8] & 0x3f) | 0x80; // variant of RFC 9562
  const hex = Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
})();

const ANSWER_MS = 4000;

// ask waits so many milliseconds for the answer, or until the signal cut.
export async function ask(verb, more = {}, { wait = ANSWER_MS, keepalive = false, cut = null } = {}) {
  let answer, body;
  try {
    answer = await fetch("/do", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ v: 1, verb, by: me, ...more }),
      signal: cut ? AbortSignal.any([cut, AbortSignal.timeout(wait)]) : AbortSignal.timeout(wait),
      keepalive,
    });
    body = await answer.json();
  } catch {
    throw new Refusal("", words.notes.failed);
  }
  if (!answer.ok) throw new Refusal(body.title, body.detail, answer.status);
  return body;
}
