// How stiff the back felt, by level and side: small backs beside each other, the same scale on all, each figure with how far
// it may be off. A change is only called one where it is more than repeats differ by.
import { $, show, svg, text } from "./dom.js";
import { Back } from "./surface.js";
import { fill, words } from "./words.js";

const TALL = 60, WIDE = 195; // mm shown above T12 and below S1; to each side
const BAR = 14, FROM = 12;   // mm: a bar's height, and where it begins beside the spine
const REACH = 92;            // mm of the longest bar with its doubt
const SURE = 1.96;           // standard deviations of 19 in 20

const one = (x) => x.toFixed(1);

// makeStiff returns what shows a Known, or hides the map when there is nothing to show.
export function makeStiff() {
  return (found) => {
    const list = found?.stiffness ?? [];
    show($("stiff"), list.length > 0 && Boolean(found.back));
    if (!list.length || !found.back) return;
    const twice = list.some((x) => x.was_n_per_mm > 0);
    const most = Math.max(...list.map((x) => Math.max(x.n_per_mm + SURE * x.sd_n_per_mm, (x.was_n_per_mm ?? 0) * (1 + SURE * x.sd_n_per_mm / x.n_per_mm))));
    const before = list.map((x) => ({ ...x, n_per_mm: x.was_n_per_mm ?? 0, sd_n_per_mm: (x.sd_n_per_mm * (x.was_n_per_mm ?? 0)) / x.n_per_mm, verdict: "" }));
    const { once, before: was, after } = words.known;
    $("stiff").querySelector(".backs").replaceChildren(
      ...(twice ? [panel(was, found.back, before, most), panel(after, found.back, list, most)] : [panel(once, found.back, list, most)]));
    text($("stiff-found"), twice ? said(list) : words.known.alone);
    table(list, twice);
  };
}

// said is what may be said of the change.
function said(list) {
  const least = Math.ceil(Math.max(...list.map((x) => x.least_percent ?? 0)));
  const changes = list.filter((x) => x.verdict === "softer" || x.verdict === "stiffer").map((x) => fill(words.known.change, {
    place: words.places[x.name], side: x.side, verdict: words.known[x.verdict], by: Math.round(Math.abs(x.change_percent)),
  }));
  if (!changes.length) return fill(words.known.noChange, { least });
  const line = changes.join("; ");
  return fill(words.known.changes, { list: line.charAt(0).toUpperCase() + line.slice(1), least });
}

// panel is one small back with its bars, on the machine's own millimetres.
function panel(title, felt, list, most) {
  const at = (name) => { const l = felt.levels.find((x) => x.name === name); return l.along_mm + (l.nudged_mm ?? 0); };
  const back = new Back(at("S1"), at("T12"), null);
  const lo = at("S1") - TALL, hi = at("T12") + TALL, y = (along) => hi - along;
  const figure = document.createElement("figure"), caption = document.createElement("figcaption");
  const picture = svg("svg", { viewBox: `${-WIDE} 0 ${2 * WIDE} ${hi - lo}`, role: "img" });
  picture.setAttribute("aria-label", `${title}: ${list.map((x) => `${words.places[x.name]}, ${x.side} ${one(x.n_per_mm)} ${words.known.unit}`).join("; ")}`);
  const side = (sign) => Array.from({ length: 25 }, (_, i) => lo + ((hi - lo) * i) / 24).map((a) => `${(sign * Math.min(WIDE, back.half(a))).toFixed(1)},${y(a).toFixed(1)}`);
  for (const sign of [-1, 1]) picture.append(svg("polyline", { class: "edge", points: side(sign).join(" ") }));
  picture.append(svg("line", { class: "spine", x1: 0, x2: 0, y1: 0, y2: hi - lo }));
  for (const l of felt.levels) picture.append(svg("ellipse", { class: "level", cx: 0, cy: y(at(l.name)), rx: 3, ry: 5 }));
  for (const x of list) {
    if (!(x.n_per_mm > 0)) continue;
    const sign = x.side === "left" ? -1 : 1, per = REACH / most, mid = y(at(x.name));
    const long = x.n_per_mm * per, off = SURE * x.sd_n_per_mm * per, end = sign * (FROM + long);
    const changed = x.verdict === "softer" || x.verdict === "stiffer";
    picture.append(
      svg("rect", { class: changed ? "bar changed" : "bar", x: Math.min(sign * FROM, end), y: mid - BAR / 2, width: long, height: BAR, rx: 2 }),
      svg("line", { class: "doubt", x1: end - off, x2: end + off, y1: mid, y2: mid }),
    );
    for (const tip of [end - off, end + off]) picture.append(svg("line", { class: "doubt", x1: tip, x2: tip, y1: mid - 3.5, y2: mid + 3.5 }));
    const label = svg("text", { x: sign * (FROM + REACH + 8), y: mid + 6, "text-anchor": sign < 0 ? "end" : "start" });
    label.textContent = one(x.n_per_mm);
    picture.append(label);
  }
  caption.textContent = title;
  figure.append(caption, picture);
  return figure;
}

function table(list, twice) {
  const cell = (kind, value) => Object.assign(document.createElement(kind), { textContent: value });
  const row = (kind, values) => { const r = document.createElement("tr"); r.append(...values.map((v) => cell(kind, v))); return r; };
  const k = words.known, give = (value, sd) => fill(k.give, { value: one(value), doubt: one(SURE * sd) });
  const head = twice ? [k.place, k.side, `${k.before}, ${k.unit}`, `${k.after}, ${k.unit}`, k.changed] : [k.place, k.side, k.unit];
  $("stiff").querySelector("thead").replaceChildren(row("th", head));
  $("stiff").querySelector("tbody").replaceChildren(...list.map((x) => row("td", [
    `${words.places[x.name]} (${x.name})`, x.side,
    ...(twice ? [x.was_n_per_mm ? one(x.was_n_per_mm) : "", give(x.n_per_mm, x.sd_n_per_mm), verdict(x)] : [give(x.n_per_mm, x.sd_n_per_mm)]),
  ])));
}

function verdict(x) {
  if (x.verdict !== "softer" && x.verdict !== "stiffer") return words.known.none;
  return `${words.known[x.verdict]}, ${Math.round(Math.abs(x.change_percent))} %`;
}
