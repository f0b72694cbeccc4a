// The score of a session: the server drew it, here a playhead moves over it. What lies behind it fades; a record,
// afterwards, fades what was not played instead.

import { keyOf, played, setOf } from "./choose.js";

const JUMP_S = 5; // a stroke that was come upon after such a gap has begun at some time before

export class ScoreView {
  #box; #record; #name = null; #entered = null; #was = 0;

  constructor(box, { record = false } = {}) {
    this.#box = box;
    this.#record = record;
  }

  // load puts a programme's score in, as it was chosen: one that is on the page at once, another when the server has drawn
  // it. A programme that neither has has none.
  load(name, chosen) {
    const key = keyOf(name, setOf(chosen)), whole = `${name} ${key}`;
    if (whole === this.#name) return;
    this.#name = whole;
    this.#entered = null;
    const sheet = document.querySelector(`template[data-score="${CSS.escape(name)}"][data-set="${CSS.escape(key)}"]`);
    this.#put(sheet ? [sheet.content.cloneNode(true)] : []);
    if (sheet || key === "") return;
    played(name, key).then((p) => { if (this.#name === whole) this.#put(p.session); }, () => {}); // without it there is no score
  }

  #put(nodes) {
    this.#box.replaceChildren(...nodes);
    this.#box.hidden = nodes.length === 0;
  }

  // show moves the playhead and returns where the session is in its score: the stroke being done and the one after it, as
  // strokeOf has them, or null; the share of the score behind it; the seconds of massage until the next stroke.
  show(s) {
    this.load(s.programme ?? "", s.chosen);
    const at = { doing: null, next: null, share: 0, until: Infinity };
    for (const svg of this.#box.querySelectorAll("svg")) {
      const bars = [...svg.querySelectorAll(".stroke")], bar = current(bars, s);
      const playing = s.stage === "massage";
      const x = playing && bar ? this.#inside(s, svg, bar) : this.#by(s, svg);
      for (const b of bars) b.classList.toggle("now", playing && b === bar);
      place(svg, x, this.#record);
      const [left, right] = [Number(svg.dataset.left), Number(svg.dataset.right)];
      at.share = (x - left) / (right - left);
      if (!playing || !bar) continue;
      at.doing = strokeOf(bar);
      at.next = strokeOf(bars[bars.indexOf(bar) + 1]);
      const [x0, x1] = [Number(bar.dataset.x0), Number(bar.dataset.x1)];
      at.until = x1 > x0 ? (Number(bar.dataset.s) * (x1 - x)) / (x1 - x0) : 0;
    }
    return at;
  }

  // seek puts the playhead of a record where somebody looks; null: nowhere. It returns the stroke that lies there.
  seek(share) {
    let stroke = null;
    for (const svg of this.#box.querySelectorAll("svg")) {
      const head = svg.querySelector(".playhead"), [left, right] = [Number(svg.dataset.left), Number(svg.dataset.right)];
      head.classList.toggle("sought", share !== null);
      if (share === null) continue;
      const x = left + (right - left) * share;
      head.setAttribute("x1", x);
      head.setAttribute("x2", x);
      stroke = strokeOf([...svg.querySelectorAll(".stroke")].find((b) => x < Number(b.dataset.x1)));
    }
    return stroke;
  }

  // inside is where in the bar of the current stroke: by its own time if we saw it begin, else by time left.
  #inside(s, svg, bar) {
    const [x0, x1, length] = [bar.dataset.x0, bar.dataset.x1, bar.dataset.s].map(Number);
    const jumped = Math.abs(s.elapsed_s - this.#was) > JUMP_S;
    this.#was = s.elapsed_s;
    if (this.#entered?.index !== s.stroke_index) {
      this.#entered = { index: s.stroke_index, at: this.#entered && !jumped ? s.elapsed_s : null };
    }
    if (this.#entered.at === null) return Math.min(x1, Math.max(x0, this.#by(s, svg)));
    return Math.min(x1, x0 + (x1 - x0) * Math.max(0, s.elapsed_s - this.#entered.at) / length);
  }

  #by(s, svg) {
    const [left, right, total] = [svg.dataset.left, svg.dataset.right, svg.dataset.total].map(Number);
    if (s.stage === "finishing" || s.stage === "done" || s.stage === "idle" || s.stage === "retreating") {
      return s.outcome === "finished" || s.stage === "finishing" ? right : left + (right - left) * Math.min(1, s.elapsed_s / total);
    }
    if (s.stage !== "massage") return left;
    return left + (right - left) * Math.min(1, Math.max(0, 1 - s.left_s / total));
  }
}

// strokeOf is what a bar of the score says of its stroke: kind, phase, from, to, and how hard, 1 to 5.
function strokeOf(bar) {
  if (!bar) return null;
  const { kind, phase, from, to } = bar.dataset;
  return { kind, phase, from, to, force: Number(/\bf(\d)\b/.exec(bar.getAttribute("class"))?.[1] ?? 0) };
}

// current is the bar of the stroke being done. Fitting to a chair may have left strokes out: then the next of the
// same kind in the same phase it is.
function current(bars, s) {
  const own = bars[s.stroke_index];
  if (!own || (own.dataset.kind === s.technique && own.dataset.phase === s.phase)) return own;
  return bars.slice(s.stroke_index).find((b) => b.dataset.kind === s.technique && b.dataset.phase === s.phase) ?? own;
}

function place(svg, x, record) {
  const head = svg.querySelector(".playhead"), veil = svg.querySelector(".played");
  const [left, right] = [Number(svg.dataset.left), Number(svg.dataset.right)];
  head.setAttribute("x1", x);
  head.setAttribute("x2", x);
  veil.setAttribute("x", record ? x : left);
  veil.setAttribute("width", Math.max(0, record ? right - x : x - left));
}
