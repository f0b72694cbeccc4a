// The path to come, on the back itself: where the stroke that is being done goes, and, fainter, the one after it. The score
// says it, and the levels as they were found say where that is.
import { rgba, tokens } from "./theme.js";

const LATERAL = { tap: 26, "": 40 }; // mm from the midline, where no roller is yet
const LOOP = 13, PITCH = 24;         // mm: a kneading circle as it is drawn, and from one to the next

// course draws both. lateral is where the rollers are now.
export function course(pen, view, found, doing, next, lateral) {
  stroke(pen, view, found, doing, lateral, 0.5);
  const same = doing && next && doing.kind === next.kind && doing.from === next.from && doing.to === next.to;
  if (!same) stroke(pen, view, found, next, LATERAL[next?.kind] ?? LATERAL[""], 0.24);
}

function stroke(pen, view, found, s, lateral, strength) {
  const at = (name) => found.find((l) => l.name === name)?.along_mm;
  const [from, to] = [at(s?.from), at(s?.to)];
  if (from === undefined || to === undefined) return;
  pen.save();
  pen.strokeStyle = pen.fillStyle = rgba(tokens().ink, strength);
  pen.lineWidth = 1;
  pen.lineCap = "round";
  for (const side of [-1, 1]) {
    const x = view.x(side * lateral);
    if (s.kind === "press") rings(pen, view, found, x, from, to);
    else if (s.kind === "tap") dots(pen, view, x, from, to);
    else if (s.kind === "knead") loops(pen, view, side, lateral, from, to);
    else line(pen, x, view.y(from), view.y(to));
  }
  pen.restore();
}

// line is a slow stroke, with a point where it arrives.
function line(pen, x, y0, y1) {
  pen.setLineDash([2, 5]);
  pen.beginPath();
  pen.moveTo(x, y0);
  pen.lineTo(x, y1);
  pen.stroke();
  const back = Math.sign(y0 - y1) * 6;
  if (!back) return;
  pen.setLineDash([]);
  pen.beginPath();
  pen.moveTo(x - 4, y1 + back);
  pen.lineTo(x, y1);
  pen.lineTo(x + 4, y1 + back);
  pen.stroke();
}

// loops are the circles of kneading along their way.
function loops(pen, view, side, lateral, from, to) {
  const steps = Math.max(24, Math.round((Math.abs(to - from) / PITCH) * 24));
  pen.setLineDash([1, 4]);
  pen.beginPath();
  for (let i = 0; i <= steps; i++) {
    const a = from + ((to - from) * i) / steps, turn = (2 * Math.PI * Math.abs(a - from)) / PITCH;
    pen.lineTo(view.x(side * (lateral + LOOP * Math.cos(turn))), view.y(a + LOOP * Math.sin(turn)));
  }
  pen.stroke();
}

function rings(pen, view, found, x, from, to) {
  const [lo, hi] = [Math.min(from, to), Math.max(from, to)];
  pen.setLineDash([2, 4]);
  for (const l of found) {
    if (l.along_mm < lo || l.along_mm > hi) continue;
    pen.beginPath();
    pen.arc(x, view.y(l.along_mm), 9 * view.s, 0, 2 * Math.PI);
    pen.stroke();
  }
}

function dots(pen, view, x, from, to) {
  const n = Math.max(2, Math.round(Math.abs(to - from) / 12));
  for (let i = 0; i <= n; i++) {
    pen.beginPath();
    pen.arc(x, view.y(from + ((to - from) * i) / n), 1.6, 0, 2 * Math.PI);
    pen.fill();
  }
}
