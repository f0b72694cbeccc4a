// Asking the engine. An answer is a wire.Reply; anything else is thrown as a Refusal, which a person can read.
import { words } from "./words.js";

export class Refusal extends Error {
  constructor(title, detail, status = 0) {
    super(detail);
    this.title = title;
    this.status = status; // 0: no answer at all
  }
}

// me is this page's own name. Whoever knows it may hear what is this person's alone: it goes into requests and, while
// somebody is on the way to a session, into this tab's own memory, so that a reload finds the way again. (randomUUID
// exists only where a connection is encrypted.)
const KEPT = "lumbar.page";

function fresh() {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40; // version 4
  b[8] = (b[8] & 0x3f) | 0x80; // variant of RFC 9562
  const hex = Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const kept = tab((memory) => memory.getItem(KEPT)) ?? "";

export let me = kept || fresh();

// reloaded says whether this tab was on the way to a session when it was left.
export const reloaded = kept !== "";

// keepName keeps this page's name for a reload; letGo forgets it, and takes another.
export const keepName = () => tab((memory) => memory.setItem(KEPT, me));
export function letGo() {
  tab((memory) => memory.removeItem(KEPT));
  me = fresh();
}

// tab does something with the tab's memory, which a browser may refuse.
function tab(what) {
  try {
    return what(sessionStorage);
  } catch {
    return null;
  }
}

const ANSWER_MS = 4000;

// ask waits so many milliseconds for the answer, or until the signal cut.
export async function ask(verb, more = {}, { wait = ANSWER_MS, keepalive = false, priority = "auto", cut = null } = {}) {
  let answer, body;
  try {
    answer = await fetch("/do", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ v: 1, verb, by: me, ...more }),
      signal: cut ? AbortSignal.any([cut, AbortSignal.timeout(wait)]) : AbortSignal.timeout(wait),
      keepalive,
      priority,
    });
    body = await answer.json();
  } catch {
    throw new Refusal("", words.notes.failed);
  }
  if (!answer.ok) throw new Refusal(body.title, body.detail, answer.status);
  return body;
}
