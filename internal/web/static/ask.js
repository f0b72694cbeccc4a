// Asking the engine. An answer is a wire.Reply; anything else is thrown as a Refusal, which a person can read.
import { words } from "./words.js";

export class Refusal extends Error {
  constructor(title, detail, status = 0) {
    super(detail);
    this.title = title;
    this.status = status; // 0: no answer at all
  }
}

// me is this page's own name, kept over a reload. Nobody can guess it: the engine tells the page that started a
// session what it tells nobody else.
const NAME_BYTES = 16;
export const me = (() => {
  let name = sessionStorage.getItem("me");
  if (!name || name.length < 2 * NAME_BYTES) {
    name = "page-" + Array.from(crypto.getRandomValues(new Uint8Array(NAME_BYTES)), (b) => b.toString(16).padStart(2, "0")).join("");
    sessionStorage.setItem("me", name);
  }
  return name;
})();

const ANSWER_MS = 4000;

export async function ask(verb, more = {}, { wait = ANSWER_MS, keepalive = false } = {}) {
  let answer, body;
  try {
    answer = await fetch("/do", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ v: 1, verb, by: me, ...more }),
      signal: AbortSignal.timeout(wait),
      keepalive,
    });
    body = await answer.json();
  } catch {
    throw new Refusal("", words.notes.failed);
  }
  if (!answer.ok) throw new Refusal(body.title, body.detail, answer.status);
  return body;
}
