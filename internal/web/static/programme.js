// One programme: its score and what happens, as chosen.
import { keyOf, makeChoose } from "./choose.js";
import { $ } from "./dom.js";

const QUIET_MS = 250;
const ANSWER_MS = 8000;

const form = $("choose"), name = form.elements.namedItem("programme").value;
let timer = 0, newest = null;

const choose = makeChoose(form, () => {
  clearTimeout(timer);
  timer = setTimeout(see, QUIET_MS);
});
$("see").hidden = true; // it is seen at once

// see shows what was chosen: the server draws the view, and only nodes are taken from its answer.
function see() {
  newest?.abort();
  const r = new XMLHttpRequest();
  newest = r;
  r.open("GET", `${location.pathname}?${keyOf(name, choose.set(name))}`);
  r.responseType = "document";
  r.timeout = ANSWER_MS;
  r.onload = () => {
    const view = r.status === 200 && r.response?.querySelector("main");
    if (!view) return;
    choose.wrong(name, view.querySelector(":scope > .problem")?.textContent ?? "");
    for (const part of [".big-score", ".columns"]) {
      document.querySelector(part).replaceWith(document.adoptNode(view.querySelector(part)));
    }
  };
  r.send();
}
