// What is drawn on the back: warmth, pressure, levels, the way to come, the rollers.
import { pressure, rgba, tokens } from "./theme.js";

const BALL = 20;      // mm, radius of a roller: the 4 cm ball of the project's tissue figures
const PAD_COOL = 32;  // °C, about skin: the pad glows from here
const PAD_WARM = 42;  // °C, its surface limit
const FAR = 3.5;      // so many spreads away a dent is too shallow to be drawn
export const flat = () => 0;
const TOUCH = 1;      // N, more is contact: load cells are noisy

// dents returns, for a height along the back, the depth pressed into the skin at each place across it, by F = k x^n with the
// stiffness and the exponent fitted to Lee 1997 for a tangent of 5.2 N/mm at 60 N.
export function dents(rollers) {
  const pressed = rollers.filter((r) => r.force_n > TOUCH).map((r) => {
    const depth = (r.force_n / 1.06) ** (1 / 1.44);
    return { x: r.lateral_mm, a: r.along_mm, depth, spread: 13 + 0.7 * depth };
  });
  return (a) => {
    const near = pressed.filter((p) => Math.abs(a - p.a) < FAR * p.spread).map((p) => ({ ...p, here: 1.5 * p.depth * Math.exp(-((a - p.a) ** 2) / (2 * p.spread ** 2)) }));
    if (near.length === 0) return flat;
    return (x) => {
      let sum = 0;
      for (const p of near) sum += p.here * Math.exp(-((x - p.x) ** 2) / (2 * p.spread ** 2));
      return sum;
    };
  };
}

// warmth is the pad's glow over the lumbar spine.
export function warmth(pen, view, back, snapshot) {
  const glow = Math.min(1, Math.max(0, (snapshot.pad_c - PAD_COOL) / (PAD_WARM - PAD_COOL)));
  if (!(glow > 0)) return;
  const x = view.x(0), y = view.y(back.along(0.5)), radius = 150 * back.k * view.s;
  const wash = pen.createRadialGradient(x, y, 0, x, y, radius);
  wash.addColorStop(0, rgba(tokens().warmth, 0.5 * glow));
  wash.addColorStop(0.55, rgba(tokens().warmth, 0.26 * glow));
  wash.addColorStop(1, rgba(tokens().warmth, 0));
  pen.fillStyle = wash;
  pen.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
}

// bloom is pressure as colour under each roller: deeper and wider the harder it presses.
export function bloom(pen, view, rollers) {
  const { dark } = tokens(); // the ramp begins pale: on dark skin a light touch must not shine
  for (const r of rollers) {
    if (!(r.force_n > TOUCH)) continue;
    const x = view.x(r.lateral_mm), y = view.y(r.along_mm), radius = (30 + 0.9 * r.force_n) * view.s;
    const color = pressure(r.force_n), strong = Math.min(1, dark ? 0.12 + r.force_n / 40 : 0.4 + r.force_n / 30);
    const wash = pen.createRadialGradient(x, y, 0, x, y, radius);
    wash.addColorStop(0, rgba(color, strong));
    wash.addColorStop(0.45, rgba(color, 0.55 * strong));
    wash.addColorStop(1, rgba(color, 0));
    pen.fillStyle = wash;
    pen.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
  }
}

// trail is where each roller has just been: circles of kneading show as the loops they are.
export function trail(pen, view, past, now, span) {
  pen.lineCap = "round";
  for (let side = 0; side < 2; side++) {
    for (let i = 1; i < past.length; i++) {
      const a = past[i - 1].rollers[side], b = past[i].rollers[side];
      if (!(b.force_n > TOUCH)) continue;
      const young = 1 - (now - past[i].now) / span;
      pen.beginPath();
      pen.moveTo(view.x(a.lateral_mm), view.y(a.along_mm));
      pen.lineTo(view.x(b.lateral_mm), view.y(b.along_mm));
      pen.lineWidth = (1.5 + b.force_n / 12) * young;
      pen.strokeStyle = rgba(pressure(b.force_n + 20), 0.8 * young);
      pen.stroke();
    }
  }
}

export function rollers(pen, view, pair) {
  const { ink, paper } = tokens();
  for (const r of pair) {
    const x = view.x(r.lateral_mm), y = view.y(r.along_mm), radius = BALL * view.s, touching = r.force_n > TOUCH;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    const ball = pen.createRadialGradient(x - radius * 0.35, y - radius * 0.4, radius * 0.1, x, y, radius);
    ball.addColorStop(0, rgba(paper, touching ? 0.42 : 0.2));
    ball.addColorStop(1, rgba(paper, 0.04));
    pen.fillStyle = ball;
    pen.fill();
    pen.setLineDash(touching ? [] : [3, 4]);
    pen.lineWidth = touching ? 1.3 + r.force_n / 40 : 1;
    pen.strokeStyle = rgba(ink, touching ? 0.95 : 0.45);
    pen.stroke();
    pen.setLineDash([]);
  }
}

const LINE = 16; // px from one name to the next, at least: on a small screen two levels are nearer than that

// apart keeps heights, the least first, at least so far from each other, each as near to its own place as that allows: those
// that would touch share what is missing.
export function apart(heights, least) {
  const groups = [];
  heights.forEach((y, i) => {
    let g = { sum: y - i * least, n: 1 };
    while (groups.length && groups.at(-1).sum / groups.at(-1).n > g.sum / g.n) {
      const before = groups.pop();
      g = { sum: before.sum + g.sum, n: before.n + g.n };
    }
    groups.push(g);
  });
  let i = 0;
  return groups.flatMap((g) => Array.from({ length: g.n }, () => g.sum / g.n + least * i++));
}

// levels are the spine as the scan believes it: a mark on the midline, a name in the margin and a soft bar as
// long as the doubt.
export function levels(pen, view, levels, current, shown) {
  const { ink, soft, calm, font } = tokens();
  const margin = view.x(view.label);
  const found = [...levels].sort((a, b) => b.along_mm - a.along_mm); // from above
  const names = apart(found.map((level) => view.y(level.along_mm)), LINE);
  pen.textBaseline = "middle";
  for (const [i, level] of found.entries()) {
    const y = view.y(level.along_mm), here = level.name === current, half = Math.max(3, level.doubt_mm * view.s);
    pen.globalAlpha = shown;
    pen.strokeStyle = rgba(ink, here ? 0.55 : 0.22);
    pen.lineWidth = here ? 1 : 0.75;
    pen.setLineDash([1, 4]);
    line(pen, view.x(7), y, margin - 8, y);
    pen.setLineDash([]);
    const bar = pen.createLinearGradient(0, y - half, 0, y + half);
    bar.addColorStop(0, rgba(calm, 0));
    bar.addColorStop(0.5, rgba(calm, here ? 0.95 : 0.5));
    bar.addColorStop(1, rgba(calm, 0));
    pen.fillStyle = bar;
    pen.fillRect(margin - 2, y - half, 4, 2 * half);
    pen.font = `${here ? 600 : 400} ${here ? 17 : 14}px ${font}`;
    pen.fillStyle = here ? ink : soft;
    pen.fillText(level.name, margin + 10, names[i]);
    pen.strokeStyle = rgba(ink, here ? 0.95 : 0.6);
    pen.lineWidth = here ? 2 : 1.3;
    pen.beginPath();
    pen.ellipse(view.x(0), y, 3.2 * view.s, 5 * view.s, 0, 0, 2 * Math.PI);
    pen.stroke();
    pen.globalAlpha = 1;
  }
}

// picked is where both rollers would press: two rings beside the midline.
export function picked(pen, view, along) {
  pen.strokeStyle = tokens().calm;
  pen.lineWidth = 2.5;
  pen.fillStyle = rgba(tokens().calm, 0.16);
  for (const side of [-1, 1]) {
    pen.beginPath();
    pen.arc(view.x(side * 42), view.y(along), BALL * view.s, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  }
}

// scale is the plate's measure, as an atlas has it.
export function scale(pen, view, height) {
  const { soft, font } = tokens(), x = 24, y = height - 20, long = 50 * view.s;
  pen.strokeStyle = pen.fillStyle = soft;
  pen.lineWidth = 1;
  line(pen, x, y, x + long, y);
  line(pen, x, y - 4, x, y + 4);
  line(pen, x + long, y - 4, x + long, y + 4);
  pen.font = `12px ${font}`;
  pen.textBaseline = "middle";
  pen.fillText("50 mm", x + long + 8, y);
}

function line(pen, x0, y0, x1, y1) {
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.stroke();
}
