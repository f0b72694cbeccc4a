// The live charts: force of the harder-pressed roller against its target, its limit and the guard's trip; and how far the
// depth screw is out, against what it can reach.
import { fit, pressure, rgba, tokens } from "./theme.js";

export const SPAN_S = 30; // of the page's time
const DRAW_MS = 45;       // it moves less than a pixel in that time
const GAP_MS = 1000;      // a hole in the stream is a hole in the line

// What a chart may show: the value, the bounds beside it, how high it reaches, and whether its height has a colour.
export const FORCE = {
  value: (s) => ({ value: Math.max(s.rollers[0].force_n, s.rollers[1].force_n), target: s.target_n, limit: s.limit_n, trip: s.trip_n }),
  top: (last) => Math.max(40, last.trip * 1.12), names: { trip: "trip", limit: "limit", target: "target" }, ramp: true,
};
export const DEPTH = {
  value: (s) => ({ value: s.depth_mm, target: 0, limit: s.depth_max_mm, trip: 0 }),
  top: (last) => Math.max(40, last.limit * 1.12), names: { limit: "reach" }, ramp: false,
};

export class Chart {
  #canvas; #kind; #points = []; #top = 60; #drawn = 0;

  constructor(canvas, kind) { [this.#canvas, this.#kind] = [canvas, kind]; }

  clear() { this.#points = []; }

  push(s, now) {
    this.#points.push({ now, ...this.#kind.value(s) });
    while (this.#points[0].now < now - (SPAN_S + 1) * 1000) this.#points.shift();
  }

  frame(now, words, span) {
    if (now - this.#drawn < DRAW_MS) return;
    this.#drawn = now;
    const { pen, width, height } = fit(this.#canvas);
    const points = this.#points, t = tokens(), last = points[points.length - 1];
    if (!width || !last) return;
    const wish = this.#kind.top(last);
    this.#top = Math.max(wish, this.#top + (wish - this.#top) * 0.05);
    const right = width - 118, base = height - 4;
    const x = (p) => right - ((now - p.now) / (SPAN_S * 1000)) * right;
    const y = (n) => base - (Math.max(0, n) / this.#top) * (base - 10);
    const trace = (key, level) => {
      let was = null;
      pen.beginPath();
      for (const p of points) {
        const gap = !was || p.now - was.now > GAP_MS;
        if (!gap && level && p[key] !== was[key]) pen.moveTo(x(p), y(p[key]));
        else pen[gap ? "moveTo" : "lineTo"](x(p), y(p[key]));
        was = p;
      }
    };
    pen.save();
    pen.beginPath();
    pen.rect(0, 0, right + 1, height);
    pen.clip();
    this.#fill(pen, points, x, y, base, this.#kind.ramp);
    // Limits change with every place: only where they hold is drawn, not the way from one to the next.
    if (this.#kind.names.trip) stroke(pen, () => trace("trip", true), rgba(t.ink, 0.5), 1, [1, 3]);
    stroke(pen, () => trace("limit", true), rgba(t.ink, 0.7), 1, []);
    if (this.#kind.names.target) stroke(pen, () => trace("target", false), t.calm, 1.25, [5, 4]);
    stroke(pen, () => trace("value", false), t.ink, 1.5, []);
    pen.restore();
    stroke(pen, () => { pen.beginPath(); pen.moveTo(0, base); pen.lineTo(right, base); }, t.hairline, 1, []);
    pen.beginPath();
    pen.arc(right, y(last.value), 4, 0, 2 * Math.PI);
    pen.fillStyle = t.ink;
    pen.fill();
    pen.font = `13px ${t.font}`;
    pen.fillStyle = t.soft;
    pen.textBaseline = "middle";
    pen.fillText(span, 0, 8);
    this.#names(pen, t, right + 12, Object.entries(this.#kind.names).map(([key, name]) => [last[key], words[name]]), y);
  }

  // fill colours the area under the force by its height: the ramp lies behind it like a printed ground.
  #fill(pen, points, x, y, base, ramp) {
    const ground = pen.createLinearGradient(0, base, 0, y(60));
    for (let i = 0; i <= 4; i++) ground.addColorStop(i / 4, ramp ? rgba(pressure(15 * i), 0.25 + 0.15 * i) : rgba(tokens().ink, 0.07));
    pen.fillStyle = ground;
    let from = 0;
    for (let i = 1; i <= points.length; i++) {
      if (i < points.length && points[i].now - points[i - 1].now <= GAP_MS) continue;
      pen.beginPath();
      pen.moveTo(x(points[from]), base);
      for (let k = from; k < i; k++) pen.lineTo(x(points[k]), y(points[k].value));
      pen.lineTo(x(points[i - 1]), base);
      pen.fill();
      from = i;
    }
  }

  // names writes each line's name beside its end; names that would touch move apart.
  #names(pen, t, x, lines, y) {
    let above = -Infinity;
    for (const [value, name] of lines) {
      if (!(value > 0)) continue;
      const at = Math.max(y(value), above + 16, 8);
      above = at;
      pen.fillStyle = t.soft;
      pen.fillText(`${name} ${Math.round(value)}`, x, at);
    }
  }
}

function stroke(pen, trace, color, width, dash) {
  trace();
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.setLineDash(dash);
  pen.stroke();
  pen.setLineDash([]);
}
