// The shape of a back, as the drawing needs it: how wide and how high above the frontal plane at each place.
// Heights along the back are u: 0 at S1, 1 at T12. Lengths across and out are millimetres for a back of 212 mm
// from S1 to T12 (the mean of ANSUR II by the level fractions of the project's reference) and grow with it.
// Widths are half of ANSUR II means, men and women together: waist 313,
// hips sitting 389 mm; chest, neck and what lies between are assumptions of the drawing.

const SPAN = 212;

// curve is a smooth function through points [at, value], level beyond its ends.
export function curve(points) {
  const slope = points.map((p, i) => {
    const a = points[Math.max(0, i - 1)], b = points[Math.min(points.length - 1, i + 1)];
    return i === 0 || i === points.length - 1 ? 0 : (b[1] - a[1]) / (b[0] - a[0]);
  });
  return (x) => {
    if (x <= points[0][0]) return points[0][1];
    for (let i = 1; i < points.length; i++) {
      if (x > points[i][0]) continue;
      const [x0, y0] = points[i - 1], [x1, y1] = points[i], h = x1 - x0, t = (x - x0) / h;
      const t2 = t * t, t3 = t2 * t;
      return y0 * (2 * t3 - 3 * t2 + 1) + slope[i - 1] * h * (t3 - 2 * t2 + t) + y1 * (3 * t2 - 2 * t3) + slope[i] * h * (t3 - t2);
    }
    return points[points.length - 1][1];
  };
}

const bell = (x, at, width) => Math.exp(-(((x - at) / width) ** 2));

// across is a bell at places across the back, looked up: a drawing asks for some fifty thousand of them, twenty-five times a
// second, and a press of STOP waits until it is done. Between two entries it is off by less than a tenth of a line's width.
const ENTRY = 4, ACROSS = 320; // entries to a mm, and mm from the midline
const entry = (x) => Math.min(ACROSS * ENTRY - 1, (x * ENTRY + 0.5) | 0);
const across = (at, width) => Float32Array.from({ length: ACROSS * ENTRY }, (_, i) => bell(i / ENTRY, at, width));
const SPINE = across(0, 9), CLEFT = across(0, 11), LONG = across(36, 17), FLANK = across(74, 18), SEAT = across(80, 50);
const BLADE = across(96, 32), VALLEY = across(50, 13), DIMPLE = across(42, 8), RIB = across(108, 32), CREST = across(95, 40);

const torso = curve([[-0.85, 180], [-0.5, 194], [-0.2, 187], [0.1, 172], [0.35, 160], [0.62, 153], [0.9, 155], [1.2, 163], [1.5, 173], [1.72, 180]]);
const shoulders = curve([[1.72, 236], [1.85, 235], [2, 227], [2.14, 205], [2.24, 166], [2.33, 118], [2.41, 80], [2.5, 62], [2.62, 57], [2.8, 57]]);
const armOut = curve([[1, 231], [1.4, 236], [1.72, 236]]);
const armIn = curve([[1, 186], [1.4, 191], [1.72, 181]]);
const barrel = curve([[-0.8, 70], [0, 54], [0.6, 47], [1.2, 58], [1.8, 66], [2.2, 46], [2.5, 34]]);
const furrow = curve([[-0.3, 1], [-0.05, 3], [0.3, 10], [1.1, 11], [1.8, 8], [2.3, 2]]);
const erector = curve([[-0.2, 0.5], [0.1, 5], [0.6, 10], [1.1, 8.5], [1.7, 4], [2.2, 1]]);

// The arms leave the trunk at ARMPIT and are drawn down to ARM_END only, where the names of the levels begin.
const ARMPIT = 1.72, ARM_END = 1.12, OVERLAP = 0.03;

// Back is one back on the machine's scale.
export class Back {
  constructor(s1, t12, contour) {
    this.s1 = s1;
    this.span = t12 - s1;
    this.k = this.span / SPAN;
    this.contour = contour?.length > 1 ? curve(contour.map((p) => [p.along_mm, p.out_mm])) : null;
    this.breath = 0;
    this.rest = this.contour ? this.contour(s1 + 0.5 * this.span) : 0;
  }

  // breathe widens the chest a little: phase is -1 to 1, out to in. Drawn larger than life, or nobody sees it.
  breathe(phase) { this.breath = phase; }

  u(along) { return (along - this.s1) / this.span; }
  along(u) { return this.s1 + u * this.span; }
  // half is the half-width of the trunk, or of the shoulders above the armpits.
  half(along) {
    const u = this.u(along);
    return (u > ARMPIT ? shoulders(u) : torso(u)) * this.k * (1 + 0.007 * this.breath * bell(u, 1.3, 0.8));
  }

  // arm is from where to where the right arm reaches at this height, or null.
  arm(along) {
    const u = this.u(along);
    return u > ARM_END && u <= ARMPIT + OVERLAP ? [armIn(u) * this.k, armOut(u) * this.k] : null;
  }

  armpit() { return this.along(ARMPIT); }
  armEnd() { return this.along(ARM_END); }

  // row is the surface at one height, ready to be asked across: what only depends on the height is worked out once.
  row(along) {
    const u = this.u(along), k = this.k, B = barrel(u), f = furrow(u), e = erector(u);
    const cleft = 22 / (1 + Math.exp((u + 0.42) * 22)), seat = 20 * bell(u, -0.75, 0.42);
    const blade = 12 * bell(u, 1.86, 0.27), valley = 6 * bell(u, 1.84, 0.3), flank = 3.5 * bell(u, 0.6, 0.5);
    const dimple = 5 * bell(u, 0.03, 0.05), rib = 2.5 * bell(u, 1.15, 0.1), crest = 4 * bell(u, 0.25, 0.08);
    // Trunk and shoulders are one body: what is round goes over from one width to the other across the armpit.
    const over = Math.min(1, Math.max(0, (u - ARMPIT + 0.4) / 0.4));
    const w = k * (torso(Math.min(u, ARMPIT)) * (1 - over) + shoulders(Math.max(u, ARMPIT)) * over);
    const sway = this.contour ? (this.contour(along) - this.rest) * 0.6 : -13 * bell(u, 0.55, 0.55);
    const lift = 4 * this.breath * bell(u, 1.3, 0.8);
    return (lateral) => {
      const x = Math.abs(lateral) / k, edge = Math.min(1, (x * k) / w), i = entry(x);
      return k * ((B + lift) * Math.sqrt(1 - edge * edge) + sway
        - f * SPINE[i] - cleft * CLEFT[i] + e * LONG[i] - flank * FLANK[i] + seat * SEAT[i]
        + blade * BLADE[i] - valley * VALLEY[i] - dimple * DIMPLE[i] + rib * RIB[i] + crest * CREST[i]);
    };
  }
}
