// The live picture in words, for who does not see it: one sentence when a phase changes, one now and then when something
// else has, and one whenever it is asked for with the key W.
import { fill, words } from "./words.js";

const EVERY_MS = 15000; // between two sentences that nobody asked for

// sentence is what happens now: phase, technique, place in plain words, force of its limit, time left.
export function sentence(s) {
  const w = words.tell;
  if (s.stage !== "massage") return `${words.stages[s.stage]?.title ?? ""}.`;
  const technique = s.paused ? words.labels.paused : words.techniques[s.technique]?.title ?? s.technique ?? "";
  const where = s.level && s.technique !== "stretch" && s.technique !== "rest" && !s.paused ? fill(w.at, { place: words.places[s.level] ?? s.level, level: s.level }) : "";
  const most = Math.round(Math.max(s.rollers[0].force_n, s.rollers[1].force_n));
  const force = s.limit_n > 0 ? fill(w.force, { f: most, limit: Math.round(s.limit_n) }) : "";
  return `${[s.phase ? fill(w.phase, { phase: s.phase, n: s.phase_index + 1, all: s.phases }) : "", technique + where, force, left(s.left_s)].filter(Boolean).join(", ")}.`;
}

// left is how long still, as people say it.
function left(seconds) {
  if (!(seconds > 0)) return "";
  const minutes = Math.round(seconds / 60);
  return seconds < 55 ? fill(words.tell.seconds, { n: Math.ceil(seconds / 10) * 10 }) : fill(words.tell[minutes === 1 ? "minute" : "minutes"], { n: minutes });
}

// makeTell says each sentence with say. Its hear takes the snapshots of a session; with asked, whatever was said before.
export function makeTell(say) {
  let phase = "", rest = "", at = -Infinity;

  function hear(s, now, asked = false) {
    const part = `${s.stage} ${s.phase ?? ""}`, what = `${s.paused} ${s.technique ?? ""} ${s.level ?? ""}`;
    if (!asked && part === phase && (what === rest || now - at < EVERY_MS)) return;
    if (!asked && part !== phase && s.stage === "massage" && !s.phase) return; // the phase's name comes with its first stroke
    [phase, rest, at] = [part, what, now];
    say(sentence(s), asked);
  }

  return { hear, forget() { [phase, rest, at] = ["", "", -Infinity]; } };
}

// onAsk calls ask when the key W is pressed, save where somebody writes.
export function onAsk(ask) {
  document.addEventListener("keydown", (e) => {
    if (e.key.toLowerCase() !== "w" || e.ctrlKey || e.metaKey || e.altKey || e.repeat) return;
    if (e.target.closest?.("input:not([type=radio], [type=checkbox], [type=range]), textarea, select")) return;
    e.preventDefault();
    ask();
  });
}
