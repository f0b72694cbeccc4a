// What every page says while its picture is not live.
import { $, show, text } from "./dom.js";
import { fill, words } from "./words.js";

// alarm takes the state of the stream, and says whether something is wrong with it. chair is the one that is not reached, if
// that is what is wrong; heard is that the page has had a picture before.
export function alarm(state, chair, heard) {
  const bad = state !== "live";
  document.body.dataset.link = state;
  show($("link"), bad);
  if ($("link-way")) show($("link-way"), state === "unreached"); // from a tablet beside the chair nothing leads away
  if (!bad) return false;
  const line = words.link[heard ? state : state === "lost" ? "offline" : state];
  const [title, detail] = $("link").children;
  text(title, `${fill(line.title, { chair })}.`);
  text(detail, line.text);
  return true;
}
