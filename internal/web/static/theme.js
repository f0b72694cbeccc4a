// The tokens of the style sheet, for those who draw on a canvas, and what the person asked the system for.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

export const still = () => calm.matches;

let read = null;
dark.addEventListener("change", () => { read = null; });

export function tokens() {
  if (read) return read;
  const style = getComputedStyle(document.documentElement);
  const get = (name) => style.getPropertyValue(`--${name}`).trim();
  read = {
    dark: dark.matches,
    paper: get("paper"), ink: get("ink"), soft: get("soft"), hairline: get("hairline"), calm: get("calm"),
    skin: get("skin"), warmth: get("warmth"), font: get("font"),
    ramp: [1, 2, 3, 4, 5].map((n) => rgb(get(`p${n}`))),
  };
  return read;
}

// FORCE_STEP is the force in newtons of one step of the ramp: five colours from 0 to 60 N, the most that holds
// for everyone.
const FORCE_STEP = 15;

// pressure is the colour of a force in newtons, as rgb numbers.
export function pressure(newton) {
  const ramp = tokens().ramp;
  const at = Math.min(ramp.length - 1, Math.max(0, newton / FORCE_STEP));
  const i = Math.min(ramp.length - 2, Math.floor(at));
  return ramp[i].map((c, k) => Math.round(c + (ramp[i + 1][k] - c) * (at - i)));
}

export function rgba(color, alpha) {
  const [r, g, b] = typeof color === "string" ? rgb(color) : color;
  return `rgb(${r} ${g} ${b} / ${alpha})`;
}

function rgb(hex) {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
}

// fit sizes a canvas to its box and returns its context in CSS pixels, wiped.
export function fit(canvas) {
  const ratio = Math.min(3, devicePixelRatio || 1);
  const { clientWidth: width, clientHeight: height } = canvas;
  return { pen: sized(canvas, width, height, ratio), width, height, ratio };
}

// sized gives a canvas so many device pixels for a size in CSS pixels, and its context in the latter, wiped.
export function sized(canvas, width, height, ratio) {
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return pen;
}
