// The back seen from behind, on the machine's own millimetres: what is drawn here is where it really is.
import { course } from "./course.js";
import { contours, engrave, outline } from "./engraving.js";
import * as marks from "./marks.js";
import { Motion } from "./motion.js";
import { Back } from "./surface.js";
import { fit, rgba, sized, still, tokens } from "./theme.js";

// Before the scan a back is a guess: S1 and T12 of the mean person, 60 mm lower for seat sink and slump.
const GUESS = { s1: 117, t12: 329 };
// Millimetres shown, along and across: the whole back when nothing happens, and nearer in a session.
const WHOLE = { lo: -35, hi: 668, across: 500, middle: 0.5 };
const NEAR = { lo: -22, hi: 462, across: 462, middle: 0.475 };
const BELOW = 0.2; // of what is left over in height, this share is shown below
const EASE_MS = 900;
const TRAIL_MS = 2800; // one turn at 22 a minute
const LEAST_TRAIL_MS = 600;
const BODY_MS = 40;
const BREATH_HZ = 0.25;
const LONG_MS = 8; // a drawing that took longer is followed by as long a rest: on a slow machine a press must not wait

const smoothstep = (t) => t * t * (3 - 2 * t);

export class BackView {
  #canvas; #motion = new Motion(); #snapshot = null; #past = []; #doing = null; #next = null;
  #replay = null;          // a moment of before, and where the rollers had just been
  #felt = null;            // mm that the rollers have gone over in this scan
  #places = { ...GUESS };  // as drawn: eases towards what the scan found
  #camera = { from: WHOLE, to: WHOLE, since: -EASE_MS };
  #shown = 0; #stale = false; #drawn = null; #picked = null;
  #corrected = null; #chosen = ""; // where the person says that the levels are, and which one they mean
  #body = document.createElement("canvas"); #bodyAt = -Infinity;
  #other = document.createElement("canvas"); // the one that is drawn, while the other is shown
  #yielded = false;                          // the last drawing let a press go first: the next one is finished
  #restUntil = -Infinity;

  constructor(canvas) { this.#canvas = canvas; }

  // show takes a snapshot, and the strokes of the score that is being done and that comes next, or null.
  show(snapshot, now, { doing = null, next = null } = {}) {
    this.#snapshot = snapshot;
    [this.#doing, this.#next] = [doing, next];
    this.#motion.push(snapshot, now);
    if (snapshot.stage === "scanning") this.#feel(snapshot);
    else if (snapshot.stage !== "massage") this.#felt = null;
  }

  // replay shows a moment of before instead of the newest, with the ones that led to it; null is the newest again.
  replay(snapshot, before = []) {
    this.#drawn = null;
    if (snapshot === null) {
      this.#replay = null;
      return;
    }
    this.#replay = { snapshot, before };
  }

  // look moves the eye: near in a session, at the whole back otherwise.
  look(near, now) {
    const to = near ? NEAR : WHOLE;
    if (to === this.#camera.to) return;
    this.#camera = { from: this.#eye(now), to, since: still() ? -EASE_MS : now };
    this.#drawn = null;
  }

  // pick shows a place that is chosen, in mm along the back; null is none.
  pick(along) {
    if (along === this.#picked) return;
    this.#picked = along;
    this.#drawn = null;
  }

  // along is the height on the back at a point of the canvas, in mm.
  along(y) {
    const { clientWidth, clientHeight } = this.#canvas;
    const view = this.#view(clientWidth, clientHeight, performance.now());
    return view.lo + (clientHeight - y) / view.s;
  }

  // stale greys the rollers: where they are is no longer known.
  stale(is) { this.#stale = is; this.#drawn = null; }

  // correct shows the levels where the person says they are, one of them chosen; null is where they were felt.
  correct(levels, chosen = "") {
    if (levels === null && this.#corrected === null) return;
    [this.#corrected, this.#chosen, this.#drawn] = [levels, chosen, null];
  }

  // frame draws what has changed: the rollers each time, the body under them less often, for it costs more.
  frame(now) {
    const calm = still(), canvas = this.#canvas;
    const key = `${this.#snapshot?.seq} ${canvas.clientWidth} ${canvas.clientHeight} ${tokens().dark} ${this.#stale}`;
    if (calm && key === this.#drawn || now < this.#restUntil) return;
    const began = performance.now();
    this.#drawn = key;
    const { pen, width, height, ratio } = fit(canvas);
    if (!width || !height) return;
    const s = this.#now(), view = this.#view(width, height, now);
    const moves = s && s.stage !== "idle" && s.stage !== "done" && !this.#stale;
    const pair = this.#replay ? s.rollers : moves ? this.#motion.at(now, calm) : null;
    if (calm || this.#replay || now - this.#bodyAt >= BODY_MS || this.#body.width !== canvas.width || this.#body.height !== canvas.height) {
      const yields = !this.#yielded && this.#body.width === canvas.width && this.#body.height === canvas.height;
      this.#yielded = !this.#drawBody(width, height, ratio, view, pair, this.#back(now, calm), yields);
      if (this.#yielded) this.#drawn = null;
      else this.#bodyAt = now;
    }
    pen.drawImage(this.#body, 0, 0, width, height);
    if (pair) this.#drawRollers(pen, view, pair, now, calm);
    this.#label(pen, view);
    if (this.#picked !== null) marks.picked(pen, view, this.#picked);
    marks.scale(pen, view, height);
    const took = performance.now() - began;
    if (took > LONG_MS) this.#restUntil = began + 2 * took;
  }

  // now is what is to be seen: the newest snapshot, or the one of before that somebody looks at.
  #now() { return this.#replay?.snapshot ?? this.#snapshot; }

  // drawBody draws what lies under the rollers, and says whether it did: with yields a press goes first.
  #drawBody(width, height, ratio, view, pair, back, yields) {
    const pen = sized(this.#other, width, height, ratio);
    const s = this.#now(), t = tokens(), edge = outline(view, back);
    pen.fillStyle = t.skin;
    pen.fill(edge);
    pen.save();
    pen.clip(edge);
    if (s) marks.warmth(pen, view, back, s);
    pen.globalCompositeOperation = t.dark ? "source-over" : "multiply";
    if (pair) marks.bloom(pen, view, pair);
    pen.restore();
    if (!engrave(pen, view, back, (a) => this.#known(a), pair ? marks.dents(pair) : () => marks.flat, yields)) return false;
    fadeArms(pen, view, back);
    contours(pen, view, back);
    fade(pen, width, height);
    [this.#body, this.#other] = [this.#other, this.#body];
    return true;
  }

  #drawRollers(pen, view, pair, now, calm) {
    const s = this.#now(), lateral = (Math.abs(pair[0].lateral_mm) + Math.abs(pair[1].lateral_mm)) / 2;
    if (this.#replay) {
      const { before } = this.#replay, span = Math.max(1, before.length - 1);
      marks.trail(pen, view, before.map((rollers, i) => ({ now: i, rollers })), span, span + 1);
    } else {
      if (s.stage === "massage") course(pen, view, s.levels ?? [], this.#doing, this.#next, lateral);
      if (!calm) this.#trail(pen, view, pair, now);
    }
    marks.rollers(pen, view, pair);
  }

  #trail(pen, view, pair, now) {
    const span = Math.max(LEAST_TRAIL_MS, TRAIL_MS / this.#snapshot.pace);
    this.#past.push({ now, rollers: pair });
    while (this.#past[0].now < now - span) this.#past.shift();
    marks.trail(pen, view, this.#past, now, span);
  }

  #label(pen, view) {
    const s = this.#now(), found = this.#corrected ?? s?.levels ?? [];
    this.#shown = found.length ? Math.min(1, this.#shown + (still() ? 1 : 0.03)) : 0;
    const quiet = s && (s.stage === "idle" || s.stage === "done") && this.#picked === null;
    if (found.length && !quiet) marks.levels(pen, view, found, this.#stale ? "" : this.#chosen || s.level, this.#shown);
  }

  // known is how sure the drawing is of a height: felt by the rollers, or not yet.
  #known(along) {
    const s = this.#now();
    if (!s || s.stage === "idle" || s.stage === "done" || s.levels?.length) return 1;
    return this.#felt && along >= this.#felt.lo - 10 && along <= this.#felt.hi + 10 ? 1 : 0;
  }

  #feel(snapshot) {
    const touching = snapshot.rollers.filter((r) => r.force_n > 1).map((r) => r.along_mm);
    if (!touching.length) return;
    const was = this.#felt ?? { lo: Infinity, hi: -Infinity };
    this.#felt = { lo: Math.min(was.lo, ...touching), hi: Math.max(was.hi, ...touching) };
  }

  #back(now, calm) {
    const s = this.#now(), found = s?.levels ?? [];
    const at = (name) => found.find((l) => l.name === name)?.along_mm;
    const to = { s1: at("S1") ?? GUESS.s1, t12: at("T12") ?? GUESS.t12 };
    for (const key of ["s1", "t12"]) this.#places[key] += (to[key] - this.#places[key]) * (calm ? 1 : 0.06);
    const back = new Back(this.#places.s1, this.#places.t12, s?.contour);
    if (!calm && !this.#replay) back.breathe(Math.sin((2 * Math.PI * BREATH_HZ * now) / 1000));
    return back;
  }

  #eye(now) {
    const { from, to, since } = this.#camera, t = smoothstep(Math.min(1, (now - since) / EASE_MS));
    const mix = (key) => from[key] + (to[key] - from[key]) * t;
    return { lo: mix("lo"), hi: mix("hi"), across: mix("across"), middle: mix("middle") };
  }

  #view(width, height, now) {
    const eye = this.#eye(now), s = Math.min(height / (eye.hi - eye.lo), width / eye.across);
    const lo = eye.lo - BELOW * (height / s - (eye.hi - eye.lo));
    return {
      s, lo, hi: lo + height / s, label: 197,
      x: (lateral) => width * eye.middle + lateral * s,
      y: (along) => height - (along - lo) * s,
    };
  }
}

// fadeArms lets the arms end before the names of the levels begin.
function fadeArms(pen, view, back) {
  const top = view.y(back.armpit()), end = view.y(back.armEnd()), inside = view.x(back.half(back.armEnd()) + 8 * back.k) - view.x(0);
  const veil = pen.createLinearGradient(0, top, 0, end);
  veil.addColorStop(0.1, rgba("#000000", 0));
  veil.addColorStop(0.85, rgba("#000000", 1));
  pen.globalCompositeOperation = "destination-out";
  pen.fillStyle = veil;
  pen.fillRect(view.x(0) + inside, top, 400, end - top + 30);
  pen.fillRect(view.x(0) - inside - 400, top, 400, end - top + 30);
  pen.globalCompositeOperation = "source-over";
}

// fade lets the plate end like a drawing that was not finished.
function fade(pen, width, height) {
  pen.globalCompositeOperation = "destination-out";
  for (const [from, to] of [[0, 0.14], [1, 0.88]]) {
    const veil = pen.createLinearGradient(0, height * from, 0, height * to);
    veil.addColorStop(0, rgba("#000000", 1));
    veil.addColorStop(1, rgba("#000000", 0));
    pen.fillStyle = veil;
    pen.fillRect(0, Math.min(from, to) * height, width, Math.abs(from - to) * height);
  }
  for (const [from, to] of [[0, 0.04], [1, 0.97]]) {
    const veil = pen.createLinearGradient(width * from, 0, width * to, 0);
    veil.addColorStop(0, rgba("#000000", 1));
    veil.addColorStop(1, rgba("#000000", 0));
    pen.fillStyle = veil;
    pen.fillRect(Math.min(from, to) * width, 0, Math.abs(from - to) * width, height);
  }
  pen.globalCompositeOperation = "source-over";
}
