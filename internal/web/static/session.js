// The session's panel: what is being done, how hard, how long still.
import { saysOf } from "./choose.js";
import { $, pairs, show, svg, text } from "./dom.js";
import { fitted, limitBy } from "./own.js";
import { makeRecliner } from "./recliner.js";
import { clock, fill, words } from "./words.js";

const recliner = makeRecliner($("recliner"));

const capital = (s) => s.charAt(0).toUpperCase() + s.slice(1);
let asking = 0; // requests for a pace under way: until they are answered the choice stands as it was made
const LEAST = -3, MOST = 3; // intensity steps

export function makeSession(act) {
  for (const button of document.querySelectorAll("#session [data-verb]")) {
    button.addEventListener("click", () => act(button.dataset.verb));
  }
  $("pace").addEventListener("change", async (e) => {
    asking++;
    await act("pace", { pace: Number(e.target.value) });
    asking--;
  });
  for (let i = LEAST; i <= MOST; i++) {
    const height = 14 + 7 * (i - LEAST);
    $("steps7").append(svg("rect", { x: 60 + i * 14 - 4, y: 70 - height, width: 8, height, rx: 2 }));
  }
  return render;
}

// doing is the headline: the technique and its place in a massage, the stage before and after.
function doing(s) {
  if (s.paused) return words.labels.paused;
  const technique = words.techniques[s.technique]?.title ?? s.technique;
  if (s.stage !== "massage" || !technique) return words.stages[s.stage].title;
  return s.level && s.technique !== "stretch" && s.technique !== "rest" ? fill(words.labels.at, { technique, level: s.level }) : technique;
}

function about(s) {
  if (s.paused) return words.labels.pausedText;
  if (s.stage !== "massage") return words.stages[s.stage].text;
  return words.techniques[s.technique]?.text ?? "";
}

function render(s) {
  steps(s);
  text($("phase"), phase(s));
  text($("doing"), doing(s));
  text($("about"), about(s));
  time(s);
  force(s);
  $("bar").style.setProperty("--force", share(s).toFixed(3));
  dials(s);
  controls(s);
  changed(s);
  text($("chosen"), saysOf(s.chosen));
  show($("chosen"), Boolean(s.chosen?.length));
  if ($("details").open) details(s);
}

function phase(s) {
  if (s.stage !== "massage" || !s.phase) return s.title ?? "";
  return `${capital(s.phase)}, ${fill(words.labels.phase, { n: s.phase_index + 1, all: s.phases })}`;
}

function time(s) {
  const [left, word] = $("clock").children, { left: is, atPace } = words.labels;
  show($("clock"), s.left_s > 0 && s.stage !== "retreating");
  text(left, clock(s.left_s));
  text(word, s.pace > 1 ? `${is}, ${fill(atPace, { time: clock(s.left_s / s.pace), pace: s.pace })}` : is);
}

function steps(s) {
  for (const [stage, has] of [["comfort", s.calibrate], ["measuring", s.measure], ["remeasuring", s.measure]])
    show($("steps").querySelector(`[data-stage="${stage}"]`), Boolean(has));
  const stage = s.stage.startsWith("aside_") ? "settling" : s.stage;
  const order = [...$("steps").children], now = order.findIndex((li) => li.dataset.stage === stage);
  order.forEach((li, i) => {
    const state = s.stage === "retreating" ? "" : i < now ? "past" : i === now ? "now" : "";
    if (li.dataset.state !== state) li.dataset.state = state;
    if (state === "now") li.setAttribute("aria-current", "step");
    else li.removeAttribute("aria-current");
    li.style.setProperty("--progress", state === "now" ? s.progress.toFixed(3) : state === "past" ? 1 : 0);
  });
}

const READ_MS = 250; // a number that changes faster cannot be read
let wrote = 0, most = 0; // the greatest force since then: a tap is over before it is read

function force(s) {
  const now = performance.now();
  most = Math.max(most, s.rollers[0].force_n, s.rollers[1].force_n);
  if (now - wrote < READ_MS) return;
  wrote = now;
  text($("force"), fill(s.limit_n > 0 ? words.labels.of : words.labels.newton, { f: Math.round(most), limit: Math.round(s.limit_n) }));
  most = 0;
  text($("force-note"), s.limit_n > 0 ? author(s) : "");
}

// share is how much of what is allowed here is used, for the bar under the figure.
const share = (s) => (s.limit_n > 0 ? Math.min(1, Math.max(s.rollers[0].force_n, s.rollers[1].force_n) / s.limit_n) : 0);

// author says in a few words whose limit holds.
function author(s) {
  const by = limitBy(s);
  return by ? words.limits[by] ?? fill(words.limits[""], { by }) : "";
}

function dials(s) {
  text($("recline"), `${Math.round(s.recline_deg)}°`);
  recliner(s.recline_deg, s.leg_rest_deg);
  text($("heat"), s.heat_on ? `${Math.round(s.pad_c)} °C` : words.labels.off);
  $("warmth").classList.toggle("on", s.heat_on);
  const n = s.intensity;
  text($("intensity"), n === 0 ? words.labels.planned : fill(n < 0 ? words.labels.softer : words.labels.stronger, { n: Math.abs(n) }));
  [...$("steps7").children].forEach((bar, i) => bar.classList.toggle("on", i + LEAST <= n));
}

function controls(s) {
  const button = $("pause");
  const verb = s.paused ? "resume" : "pause";
  if (button.dataset.verb !== verb) {
    button.dataset.verb = verb;
    text(button.querySelector("span"), words.labels[verb]);
    button.querySelector("use").setAttribute("href", `#i-${verb}`);
  }
  const massage = s.stage === "massage";
  const waits = massage || s.stage === "comfort" || s.stage === "measuring" || s.stage === "remeasuring"; // a stage that can be paused, and left out
  for (const b of document.querySelectorAll("#session .dock button")) b.disabled = !waits;
  document.querySelector('[data-verb="softer"]').disabled = !massage || s.intensity <= LEAST;
  document.querySelector('[data-verb="stronger"]').disabled = !massage || s.intensity >= MOST;
  show($("pace"), s.simulated);
  for (const input of $("pace").querySelectorAll("input")) {
    const is = Number(input.value) === s.pace;
    if (input.checked !== is && !asking) input.checked = is;
  }
}

function changed(s) {
  const lines = fitted(s), list = $("changed").querySelector("ul");
  show($("changed"), lines.length > 0);
  text($("changed").querySelector("summary"), fill(lines.length === 1 ? words.labels.changed1 : words.labels.changed, { n: lines.length }));
  if (list.children.length === lines.length) {
    lines.forEach((line, i) => text(list.children[i], line));
    return;
  }
  list.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
}

function details(s) {
  const mm = (v) => `${v.toFixed(1)} mm`;
  pairs($("details").querySelector("dl"), [
    ["chair", s.chair], ["depth", `${mm(s.depth_mm)} of ${mm(s.depth_max_mm)}`],
    ["left roller", `${mm(s.rollers[0].along_mm)}, ${s.rollers[0].force_n.toFixed(1)} N`],
    ["right roller", `${mm(s.rollers[1].along_mm)}, ${s.rollers[1].force_n.toFixed(1)} N`],
    ["target", `${s.target_n.toFixed(0)} N`], ["limit", `${s.limit_n.toFixed(0)} N, ${author(s)}`], ["guard stops", `${s.trip_n.toFixed(0)} N`],
    ["pad", `${s.pad_c.toFixed(1)} °C, dose ${s.heat_dose_cem43_min.toFixed(2)} CEM43 min`],
    ["airbags", `seat ${s.air_kpa[0].toFixed(1)}, legs ${s.air_kpa[1].toFixed(1)} kPa`],
    ["page", words.page[s.page ?? ""]], ["seat", s.seated ? "taken" : "empty"], ["snapshot", String(s.seq)],
    ...(s.realtime ? [[words.labels.realtime, s.realtime]] : []),
  ]);
}
