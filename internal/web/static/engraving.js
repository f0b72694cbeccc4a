// The body as a copperplate would cut it: lines across the back that follow its form, swelling where it is in
// the shade and bending into each dent that a roller presses.
import { rgba, tokens } from "./theme.js";

const GAP = 7;        // mm along the back from line to line,
const GAP_PX = 4.2;   // and never closer than this on the screen
const STEP = 5;       // mm across
const SLOPE = 7;      // mm over which the slope along the back is taken
const TILT = 0.38;    // how far the eye is above the back: a height shows as this share of itself
const ARM_ROUND = 26; // mm, height of an arm's middle over its edges
const WIDTHS = [0.35, 0.55, 0.8, 1.1, 1.45, 1.85];
const LIGHT = [-0.42, 0.46, 0.78]; // from the upper left, towards the viewer

// outline is the body's edge as a path, for filling and clipping: trunk, shoulders, and the arms as far as they go.
export function outline(view, back) {
  const path = new Path2D(), { flank, shoulder, arm } = edges(view, back);
  const close = (inner, outer) => {
    inner.concat(outer.reverse()).forEach(([x, a], i) => path[i ? "lineTo" : "moveTo"](view.x(x), view.y(a)));
    path.closePath();
  };
  for (const edge of [flank, shoulder]) close(edge.map(([x, a]) => [-x, a]), [...edge]);
  const [inner, outer] = [(side) => arm.map(([x, , a]) => [side * x, a]), (side) => arm.map(([, x, a]) => [side * x, a])];
  close(inner(1), outer(1));
  close(outer(-1), inner(-1)); // the same way round, or what overlaps becomes a hole
  return path;
}

// edges are the right side's: [x, along] of flank and shoulder, which meet at the armpit, and [inner, outer, along]
// of the arm, which begins a little over it, so that nothing shows between.
function edges(view, back) {
  const pit = back.armpit();
  return {
    flank: heights(view.lo - 40, pit - 0.01).map((a) => [back.half(a), a]),
    shoulder: heights(pit + 0.01, view.hi + 40).map((a) => [back.half(a), a]),
    arm: heights(back.armEnd() + 1, pit + 4).map((a) => [...(back.arm(a) ?? [0, 0]), a]),
  };
}

function heights(from, to, step = 4) {
  const out = [];
  for (let a = from; a < to; a += step) out.push(a);
  return [...out, to];
}

// pressing says whether a press waits that the browser has not handed over yet; where a browser does not tell, nothing waits.
const pressing = () => navigator.scheduling?.isInputPending?.() ?? false;

// engrave draws the lines, and says whether it did: with yields it lets a press go first, which may be STOP. known(along) is 1 where the back has been felt and less where it is a guess;
// dent(along) is the depth pressed there, in mm, as a function of the place across.
export function engrave(pen, view, back, known, dent, yields = false) {
  const paths = new Map();
  const gap = Math.max(GAP, GAP_PX / view.s);
  for (let a = Math.ceil(view.lo / gap) * gap; a <= view.hi; a += gap) {
    if (yields && pressing()) return false;
    const here = back.row(a), above = back.row(a + SLOPE), pressed = dent(a), pressedAbove = dent(a + SLOPE), firm = known(a) > 0.5 ? 0 : 10;
    // A line hangs lower than its height by its form: it ends where the outline is there.
    const w = Math.min(back.half(a), back.half(a - TILT * here(back.half(a))));
    cut(paths, view, a, -w, w, (x) => here(x) - pressed(x), (x) => above(x) - pressedAbove(x), firm);
    const arm = back.arm(a);
    if (!arm) continue;
    const round = (x) => ARM_ROUND * Math.sqrt(Math.max(0, 1 - ((2 * Math.abs(x) - arm[0] - arm[1]) / (arm[1] - arm[0])) ** 2));
    for (const [from, to] of [arm, [-arm[1], -arm[0]]]) cut(paths, view, a, from, to, round, round, firm);
  }
  const ink = tokens().ink, scale = Math.min(1.25, Math.max(0.6, view.s / 1.3));
  pen.lineCap = "butt";
  for (const [key, path] of paths) {
    pen.lineWidth = WIDTHS[key % 10] * scale;
    pen.strokeStyle = rgba(ink, key < 10 ? 0.5 : 0.2);
    pen.stroke(path);
  }
  return true;
}

// cut adds one line from one edge to the other, piece by piece to the path of the width that its shade asks for.
function cut(paths, view, a, from, to, here, above, firm) {
  let height = here(from), px = view.x(from), py = view.y(a) + view.s * TILT * height, was = null;
  for (let x = from; x < to - 0.01;) {
    const next = Math.min(to, x + STEP), h = here(next);
    const key = shade((h - height) / (next - x), (above(next) - h) / SLOPE) + firm;
    const nx = view.x(next), ny = view.y(a) + view.s * TILT * h;
    if (!paths.has(key)) paths.set(key, new Path2D());
    const path = paths.get(key);
    if (was !== key) path.moveTo(px, py);
    path.lineTo(nx, ny);
    [x, height, px, py, was] = [next, h, nx, ny, key];
  }
}

// shade is which width suits a surface of these slopes: 0 in the light.
function shade(across, along) {
  const n = Math.hypot(across, along, 1);
  const lit = (-across * LIGHT[0] - along * LIGHT[1] + LIGHT[2]) / n;
  return Math.max(0, Math.min(WIDTHS.length - 1, Math.floor((1 - lit) * WIDTHS.length * 1.15)));
}

// contours are the few heavier lines: neck, shoulders, arms as far as they go, flanks.
export function contours(pen, view, back) {
  const ink = tokens().ink;
  const stroke = (edge, side) => {
    pen.beginPath();
    for (const [x, a] of edge) pen.lineTo(view.x(side * x), view.y(a));
    pen.stroke();
  };
  const { flank, shoulder, arm } = edges(view, back);
  const fade = pen.createLinearGradient(0, view.y(back.armpit()), 0, view.y(back.armEnd()));
  fade.addColorStop(0, rgba(ink, 0.85));
  fade.addColorStop(1, rgba(ink, 0));
  pen.lineWidth = 1.5;
  for (const side of [-1, 1]) {
    pen.strokeStyle = rgba(ink, 0.85);
    stroke(flank, side);
    stroke(shoulder, side);
    pen.strokeStyle = fade;
    stroke(arm.map(([inner, , a]) => [inner, a]), side);
    stroke(arm.map(([, outer, a]) => [outer, a]), side);
  }
}
