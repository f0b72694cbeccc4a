// Looking back on a session: whoever drags over its score, or moves along it with the arrow keys, sees the back, the force
// and the time as this page saw them then. What it did not see it says.
import { $, show, text } from "./dom.js";
import { Tape } from "./tape.js";
import { clock, fill, words } from "./words.js";

const TRAIL_S = 2.8; // of where the rollers had just been
const STEPS = 1000;  // of the slider over the score
const NAMES = 20;    // of the score's height: the names of the phases, which what was not seen leaves readable
const AWAY_MS = 120000; // so long may whoever got up still say how it was, and look back: the server forgets them then, too

// makeLookBack takes the picture of the back and the score that was played.
export function makeLookBack({ back, record }) {
  const tape = new Tape(), slider = $("scrub"), box = $("lookback");
  let on = false, seat = false, marked = false; // somebody looks back; somebody sat there when it ended; the gaps are drawn
  let own = false, empty = 0; // it was their own visit; since when its seat is empty

  function say(share) {
    const { index, state } = tape.find(share);
    const stroke = record.seek(share), seen = state === "seen", s = seen ? tape.at(index) : null;
    if (seen) back.replay(s, tape.before(index, TRAIL_S));
    else back.replay({ ...(index >= 0 ? tape.at(index) : tape.at(0)), stage: "idle", level: "", rollers: resting }, []);
    const technique = (kind) => words.techniques[kind]?.title ?? kind ?? "";
    const most = s ? Math.max(s.rollers[0].force_n, s.rollers[1].force_n) : 0;
    const place = s?.level && s.technique !== "stretch" && s.technique !== "rest" ? fill(words.labels.at, { technique: technique(s.technique), level: s.level }) : technique(s?.technique ?? stroke?.kind);
    const force = s ? fill(s.limit_n > 0 ? words.labels.of : words.labels.newton, { f: Math.round(most), limit: Math.round(s.limit_n) }) : "";
    text($("then-time"), s ? clock(s.elapsed_s) : "");
    text($("then-doing"), s?.paused ? words.labels.paused : place);
    text($("then-force"), seen ? force : words.lookback[state]);
    show($("then-bar"), seen);
    $("then-bar").style.setProperty("--force", s && s.limit_n > 0 ? Math.min(1, most / s.limit_n).toFixed(3) : "0");
    slider.setAttribute("aria-valuetext", [s ? fill(words.lookback.at, { time: clock(s.elapsed_s) }) : "", $("then-doing").textContent, $("then-force").textContent].filter(Boolean).join(", "));
  }

  // look begins, and goes on, to look at a moment.
  function look() {
    if (tape.length === 0) return;
    on = true;
    document.body.dataset.replay = "";
    show($("then"), true);
    show($("then-hint"), false);
    show($("then-end"), true);
    back.look(true, performance.now());
    say(Number(slider.value) / STEPS);
  }
  slider.addEventListener("input", look);
  slider.addEventListener("focus", () => { if (slider.matches(":focus-visible")) look(); });

  // end shows how things stand now.
  function end() {
    if (!on) return;
    on = false;
    delete document.body.dataset.replay;
    record.seek(null);
    back.replay(null);
    back.look(false, performance.now());
    show($("then"), false);
    show($("then-hint"), true);
    show($("then-end"), false);
  }
  $("then-end").addEventListener("click", () => {
    end();
    $("outcome").focus({ preventScroll: true });
  });

  // mark frames what was not seen, and lays the slider over the score.
  function mark() {
    for (const hole of $("record").querySelectorAll(".unseen-part")) hole.remove();
    for (const svg of $("record").querySelectorAll("svg")) {
      const [left, right, , tall] = [svg.dataset.left, svg.dataset.right, 0, svg.viewBox.baseVal.height].map(Number), wide = svg.viewBox.baseVal.width;
      for (const [from, to] of tape.gaps()) {
        const hole = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        for (const [key, value] of Object.entries({ class: "unseen-part", x: left + (right - left) * from, width: (right - left) * (to - from), y: NAMES, height: tall - NAMES })) hole.setAttribute(key, value);
        svg.append(hole);
      }
      if (!svg.checkVisibility()) continue;
      slider.style.left = `${(100 * left) / wide}%`;
      slider.style.width = `${(100 * (right - left)) / wide}%`;
    }
    show($("then-gaps"), tape.gaps().length > 0);
  }
  addEventListener("resize", () => { if (!box.hidden) mark(); });

  function wipe() {
    end();
    tape.wipe();
    marked = seat = own = false;
    empty = 0;
    show(box, false);
    show(slider, false);
  }
  // wait is for a person's own visit after its session, in which they get up, say how it was, and look back.
  function wait(s, now) {
    if (s.seated || tape.length === 0) empty = 0;
    else if (empty === 0) empty = now;
    else if (now - empty > AWAY_MS) wipe();
  }
  addEventListener("pagehide", wipe); // a page that is kept for "back" keeps nothing of it

  return {
    // hear takes what is seen of a session that runs.
    hear(s, share, now) {
      if (s.stage !== "massage") return;
      tape.push(s, share, now);
      seat = s.seated;
    },
    // show is for the view after a session, with its record in place. Who has left the seat has left.
    show(s) {
      if (own) wait(s, performance.now());
      else if (seat && !s.seated) wipe();
      const is = tape.length > 0 && !s.fault && $("record").querySelector("svg") !== null;
      show(box, is);
      show(slider, is);
      if (is && !marked) {
        marked = true;
        mark();
      }
      if (!is) end();
    },
    wait,
    // begin is for whose visit it was, who looks at it before they go.
    begin(s) {
      record.show(s);
      [seat, own] = [false, true]; // they may get up, and are still at this page
    },
    has: () => tape.length > 0,
    wipe,
    looking: () => on,
  };
}

const resting = [-40, 40].map((lateral_mm) => ({ along_mm: -400, lateral_mm, out_mm: 0, force_n: 0 })); // out of the picture
