// The chair, live: each snapshot moves the gauges; once a second the table, which a screen reader may be reading.
import { $, pairs, show, text } from "./dom.js";
import { onLink, onSnapshot } from "./frame.js";
import { makeChairs } from "./chairs.js";
import { makeHands } from "./hand.js";
import { makeTryout } from "./tryout.js";
import { makeTrial } from "./trial.js";
import { fill, words } from "./words.js";

const WIDTH = 220, EDGE = 8; // of a gauge's picture, as the server draws it
const TABLE_MS = 1000;
const UNITS = { recline: "°", leg_rest: "°", kneading: "°" }; // of the others " mm"

const gauges = [...document.querySelectorAll(".axis")].map((node) => ({
  node, name: node.dataset.axis, min: Number(node.dataset.min), max: Number(node.dataset.max), endless: "endless" in node.dataset,
  pos: node.querySelector(".pos"), state: node.querySelector(".state"), mark: node.querySelector(".mark"), hand: node.querySelector(".hand"),
}));
const sensors = [...document.querySelectorAll("[data-sensor]")].map((node) => ({
  id: node.dataset.sensor, most: Number(node.dataset.most ?? 0), node, value: node.querySelector(".value"), bar: node.querySelector(".is"),
}));
const trial = $("trials") ? makeTrial() : null;
const hands = $("hands") ? makeHands($("hands")) : null;
if ($("tryout-begin")) makeTryout($("tryout"));
if ($("scan")) makeChairs();
let wrote = 0;

const share = (is, most) => Math.min(1, Math.max(0, is / most));
const stateOf = (a) => (a.fault ? "lost" : a.homed ? "knows its place" : "not homed yet");

// read is what a sensor says: the number for its bar, if it has one, and the words.
function read(id, s) {
  switch (id) {
    case "left": case "right": {
      const n = s.rollers[id === "left" ? 0 : 1].force_n;
      return [n, `${n.toFixed(1)} N`];
    }
    case "pad": return [s.pad_c, `${s.pad_c.toFixed(1)} °C`];
    case "dose": return [s.heat_dose_cem43_min, `${s.heat_dose_cem43_min.toFixed(1)} CEM43 min`];
    case "seat-bag": return [s.air_kpa[0], `${s.air_kpa[0].toFixed(1)} kPa`];
    case "leg-bag": return [s.air_kpa[1], `${s.air_kpa[1].toFixed(1)} kPa`];
    case "seat": return [0, s.seated ? "taken" : "empty"];
    case "run": case "depth": case "speed": case "place": case "heat": case "keyed": return level(id, s.closed);
    case "button": return [0, s.stop_held ? "pressed" : "not pressed"];
    default: return [0, s.alone ? "lost: goes home by itself" : "in order"];
  }
}

// level is what a closed chair says, while it works and is heard.
function level(id, c) {
  const w = words.closed ?? {}, works = c?.run === "running", unknown = w["not known"];
  const of = (n, most) => (works ? [n, `${n} of ${most}`] : [0, unknown]);
  switch (id) {
    case "run": return [0, capital(w[c?.run] ?? unknown)];
    case "depth": return of(c?.depth, c?.depths);
    case "speed": return of(c?.seen.speed, c?.speeds);
    case "place": return of(c?.carriage, c?.track);
    case "heat": return [0, works ? (c.seen.heat ? w.yes : w.no) : unknown];
    default: return [0, capital(fill(w[c?.link] ?? unknown, { why: c?.link_why ?? "" }))];
  }
}

const capital = (line) => line.charAt(0).toUpperCase() + line.slice(1);

function render(s) {
  const rows = [];
  for (const g of gauges) {
    const a = s.axes?.find((x) => x.name === g.name);
    if (!a) continue;
    const at = `${a.pos.toFixed(1)}${UNITS[g.name] ?? " mm"}`, state = stateOf(a);
    text(g.pos, at);
    text(g.state, state);
    g.node.classList.toggle("homed", a.homed);
    g.node.classList.toggle("lost", a.fault);
    if (g.hand) g.hand.setAttribute("transform", `rotate(${a.pos.toFixed(0)} 110 13)`);
    else g.mark.setAttribute("cx", (EDGE + share(a.pos - g.min, g.max - g.min) * (WIDTH - 2 * EDGE)).toFixed(1));
    rows.push([at, state]);
  }
  for (const x of sensors) {
    const [n, line] = read(x.id, s);
    text(x.value, line);
    if (x.bar) x.bar.setAttribute("width", (100 * share(n, x.most)).toFixed(1));
    rows.push([line, ""]);
  }
  const now = performance.now();
  if (now - wrote > TABLE_MS) {
    wrote = now;
    [...$("table").rows].forEach((row, i) => rows[i]?.forEach((value, k) => text(row.cells[k + 1], value)));
  }
  fault(s.fault);
  if (s.realtime) text($("realtime"), s.realtime);
  trial?.hear(s);
  hands?.hear(s);
}

function fault(f) {
  show($("now-fault"), Boolean(f));
  if (!f) return;
  text($("fault-title"), `${f.title.charAt(0).toUpperCase()}${f.title.slice(1)}`);
  text($("fault-line"), f.line);
  pairs($("now-fault").querySelector("dl"), [["What", f.text], ["The chair", f.does], ["You", f.do], ["Who clears", f.clears ?? ""]].filter(([, value]) => value));
}

onSnapshot(render);
onLink((state) => { if ($("off")) show($("off"), state === "unreached"); });
