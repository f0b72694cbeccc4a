// What can stand where the caret is, and what the word there means: a list beside the text, asked for a moment after the
// caret came to rest. It is what the language server tells other editors.
import { $, show, text } from "./dom.js";

const QUIET_MS = 200; // after the last move
const ANSWER_MS = 8000;
const AGAIN_MS = 1000;
const MOST = 24;      // rows; the rest comes as somebody types

const field = $("text"), list = $("can"), means = $("means"), section = $("suggested");
const bytes = new TextEncoder(), chars = new TextDecoder();
let timer = 0, under = null, asked = "";

// ask sends the text and where the caret is. Only the answer to the newest counts, and only while nothing has changed.
async function ask() {
  const sent = field.value, at = field.selectionStart;
  if (field.selectionEnd !== at || asked === `${at} ${sent}`) return;
  const whole = bytes.encode(sent);
  if (whole.length > Number(field.dataset.most)) return;
  asked = `${at} ${sent}`;
  under?.abort();
  const control = under = new AbortController();
  try {
    const answer = await fetch(`/programmes/suggest?at=${bytes.encode(sent.slice(0, at)).length}`, {
      method: "POST", headers: { "Content-Type": "text/plain" }, body: sent,
      signal: AbortSignal.any([control.signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    if (!answer.ok) return;
    const found = await answer.json();
    if (field.value !== sent) return;
    const place = (b) => chars.decode(whole.subarray(0, b)).length;
    tell(found, sent, place(found.from), place(found.to), at);
  } catch {
    if (under !== control) return; // a newer one is on its way
    asked = "";
    timer = setTimeout(ask, AGAIN_MS);
  }
}

// tell shows what can stand there. What has been typed of the word narrows it.
function tell(found, sent, from, to, at) {
  const typed = sent.slice(from, at).toLowerCase();
  const near = found.items.filter((i) => i.label.toLowerCase().startsWith(typed));
  const items = (near.length ? near : found.items).slice(0, MOST);
  text(means, found.word ? `${found.word}: ${found.means.join(" ")}` : "");
  show(means, found.word !== "");
  show(section, items.length > 0 || found.word !== "");
  list.replaceChildren(...items.map((item) => {
    const row = document.createElement("li"), button = document.createElement("button");
    button.type = "button";
    button.dataset.kind = item.kind;
    button.append(Object.assign(document.createElement("b"), { textContent: item.label }), " ", Object.assign(document.createElement("span"), { textContent: item.detail }));
    if (item.doc) button.title = item.doc;
    button.addEventListener("click", () => put(item.text, from, to));
    row.append(button);
    return row;
  }));
}

// put writes an item into the text, its lines indented as the line is. It can be undone like what was typed.
function put(words, from, to) {
  const line = field.value.slice(field.value.lastIndexOf("\n", from - 1) + 1, from);
  const indent = /^[ \t]*/.exec(line)[0];
  const lines = words.replaceAll("\n", `\n${indent}`);
  field.focus();
  field.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, lines)) {
    field.setRangeText(lines, from, to, "end");
    field.dispatchEvent(new Event("input"));
  }
}

document.addEventListener("selectionchange", () => {
  if (document.activeElement !== field) return;
  clearTimeout(timer);
  timer = setTimeout(ask, QUIET_MS);
});
field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, QUIET_MS);
});
field.addEventListener("keydown", (e) => {
  if (!(e.key === " " && e.ctrlKey)) return;
  e.preventDefault();
  list.querySelector("button")?.focus();
});
list.addEventListener("keydown", (e) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
  if (!step) return;
  e.preventDefault();
  const all = [...list.querySelectorAll("button")], i = all.indexOf(document.activeElement) + step;
  if (i < 0) field.focus();
  else all[Math.min(i, all.length - 1)]?.focus();
});
