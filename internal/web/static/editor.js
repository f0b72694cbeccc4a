// The editor: a plain text field. What is in it is sent to be checked a moment after the last key; what was found stands in
// the margin, under the text it speaks of, and in a list that leads there.
import { $, show, text } from "./dom.js";

const QUIET_MS = 250; // after the last key
const ANSWER_MS = 8000;

const field = $("text"), shade = $("shade"), gutter = $("gutter"), box = $("checked"), score = $("score"), says = $("edit-says");
const most = Number(field.dataset.most);
let timer = 0, under = null, found = [], at = -1, right = false, name = "";

const split = typeof Intl.Segmenter === "function" ? new Intl.Segmenter() : null;

// check sends the text. Only the answer to the newest counts.
function check() {
  under?.abort();
  const sent = field.value;
  if (new TextEncoder().encode(sent).length > most) {
    say(`This is longer than any programme: at most ${Math.floor(most / 1024)} kB.`);
    return;
  }
  const r = new XMLHttpRequest();
  under = r;
  r.open("POST", "/programmes/check");
  r.setRequestHeader("Content-Type", "text/plain");
  r.responseType = "document";
  r.timeout = ANSWER_MS;
  r.onload = () => {
    if (under !== r) return;
    under = null;
    const section = r.status === 200 && r.response?.querySelector("section.checked");
    if (section) take(document.adoptNode(section), sent);
    else say("The check did not answer. It is tried again with the next key.");
  };
  r.onerror = r.ontimeout = () => {
    if (under === r) say("The check did not answer. It is tried again with the next key.");
  };
  r.send(sent);
}

function say(line) {
  text(says, line);
  show(says, line !== "");
}

// take shows what was found. While the text has errors the last score that was right stays, paler.
function take(section, sent) {
  say("");
  const figure = section.querySelector("figure");
  figure?.remove();
  right = section.dataset.right === "true";
  name = section.dataset.name;
  if (figure) score.replaceChildren(...figure.childNodes);
  score.classList.toggle("stale", !right);
  found = [...section.querySelectorAll("button[data-line]")].map((button) => ({
    button, severity: button.dataset.severity, line: Number(button.dataset.line), ...range(sent, button.dataset),
  }));
  found.forEach((f, i) => f.button.addEventListener("click", () => go(i)));
  box.replaceChildren(section);
  at = -1;
  mark(sent);
  saving();
}

// range is from where to where in the text a place of lines and columns lies. Columns count characters as people see them.
function range(sent, { line, column, endLine, endColumn }) {
  const lines = sent.split("\n");
  const where = (l, c) => {
    if (l < 1) return 0;
    let from = 0;
    for (let i = 0; i < Math.min(l - 1, lines.length); i++) from += lines[i].length + 1;
    return Math.min(sent.length, from + width(lines[l - 1] ?? "", c - 1));
  };
  const from = where(Number(line), Number(column)), to = where(Number(endLine), Number(endColumn));
  return { from, to: Math.max(from, to) };
}

// width is how long so many characters of a line are.
function width(line, n) {
  if (!split || n <= 0) return Math.max(0, Math.min(line.length, n));
  let long = 0, count = 0;
  for (const { segment } of split.segment(line)) {
    if (count++ >= n) break;
    long += segment.length;
  }
  return long;
}

// mark draws the margin and the lines under the text.
function mark(sent) {
  const count = sent.split("\n").length;
  while (gutter.children.length > count) gutter.lastChild.remove();
  while (gutter.children.length < count) gutter.append(document.createElement("li"));
  const worst = new Map();
  for (const f of found) if (f.line && worst.get(f.line) !== "error") worst.set(f.line, f.severity);
  [...gutter.children].forEach((li, i) => {
    const is = worst.get(i + 1) ?? "";
    if (li.className !== is) li.className = is;
  });
  const nodes = [];
  let done = 0;
  for (const f of [...found].sort((a, b) => a.from - b.from)) {
    const from = Math.max(done, f.from), to = Math.min(Math.max(f.to, from + 1), Math.max(from, sent.indexOf("\n", from) < 0 ? sent.length : sent.indexOf("\n", from)));
    if (to <= from) continue;
    const under = Object.assign(document.createElement("mark"), { className: f.severity, textContent: sent.slice(from, to) });
    nodes.push(sent.slice(done, from), under);
    done = to;
  }
  nodes.push(`${sent.slice(done)}\n`);
  shade.replaceChildren(...nodes);
  follow();
}

// follow keeps margin and underlines beside the text.
function follow() {
  shade.scrollTop = field.scrollTop;
  shade.scrollLeft = field.scrollLeft;
  gutter.parentElement.scrollTop = field.scrollTop;
}

// go leads to what was found.
function go(i) {
  at = i;
  const f = found[i];
  field.focus();
  field.setSelectionRange(f.from, f.to);
  const high = parseFloat(getComputedStyle(field).lineHeight);
  field.scrollTop = Math.max(0, (f.line - 4) * high);
  follow();
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  found = []; // where they were is not where they are
  mark(field.value);
  right = false;
  saving();
  timer = setTimeout(check, QUIET_MS);
});
field.addEventListener("scroll", follow);
document.addEventListener("keydown", (e) => {
  if (e.key !== "F8" || !found.length) return;
  e.preventDefault();
  go((at + (e.shiftKey ? found.length - 1 : 1)) % found.length);
});

const form = $("save");

// saving says whether there is something to save.
function saving() {
  if (!form) return;
  $("save-it").disabled = !right;
  if (!right) show($("saved"), false);
}

form?.addEventListener("submit", async (e) => {
  e.preventDefault();
  try {
    const answer = await fetch("/programmes/save", { method: "POST", headers: { "Content-Type": "text/plain" }, body: field.value, signal: AbortSignal.timeout(ANSWER_MS) });
    const body = await answer.json();
    if (!answer.ok) {
      say(body.detail);
      return;
    }
    say(`Saved as ${body.name}.`);
    $("saved").href = `/programmes/${body.name}`;
    show($("saved"), true);
  } catch {
    say("It could not be saved: the server did not answer. What you wrote is still here.");
  }
});

mark(field.value);
check();
