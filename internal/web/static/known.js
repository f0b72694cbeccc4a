// What a session finds of the person's back, for that person: who sits there, how firm is enough, whether the levels lie
// where they were felt. The stream tells none of it; the answers to this page's own requests do.
import { $, pairs, show, text } from "./dom.js";
import { makeNudge } from "./nudge.js";
import { fill, words } from "./words.js";

const RISES = ["L5", "L3", "L1"]; // where the force rises, in this order
const TOUCH_N = 7;                // N wanted, more is a rise
const CONFIRM_S = 90;             // of the massage: then the question about the lines steps back
const FIRM_S = 40;                // and what was found comfortable
const SAY_MS = 900;               // what changes several times within this is said once

// makeKnown takes how to ask the engine and the picture of the back. Its hear takes answers to this page's own requests,
// its show every snapshot of a session.
export function makeKnown({ act, back }) {
  let s = null, own = {}, answered = false, read = false, calibrated = false, taken = "", asked = "", timer = 0;
  const nudge = makeNudge({ act, back, say, done() { answered = true; close($("nudge")); draw(); } });

  // say tells a listener, once things have settled.
  function say(line) {
    clearTimeout(timer);
    timer = setTimeout(() => text($("known-heard"), line), SAY_MS);
  }

  // close hides a card; the focus goes back to STOP, as everywhere in a session.
  function close(card) {
    const had = card.contains(document.activeElement);
    show(card, false);
    if (had) $("stop").focus({ preventScroll: true });
  }

  const put = (card, is) => { if (is) show(card, true); else close(card); };

  // answer says who sits there, and asks no more.
  async function answer(verb) {
    asked = verb;
    if (!(await act(verb))) asked = "";
    draw();
  }
  $("who-mine").addEventListener("click", () => answer("mine"));
  $("who-other").addEventListener("click", () => answer("other"));

  async function enough() {
    if (s?.stage !== "comfort" || s.paused) return;
    taken = placeNow(); // before the answer: the next place may be under way by then
    if (!(await act("enough"))) taken = "";
    draw();
  }
  $("enough-now").addEventListener("click", enough);
  document.addEventListener("keydown", (e) => {
    if (e.key.toLowerCase() !== "e" || e.ctrlKey || e.metaKey || e.altKey || e.repeat) return;
    if (s?.stage !== "comfort" || e.target.closest?.("input:not([type=radio]), textarea, select")) return;
    e.preventDefault();
    enough();
  });

  $("firm-read").addEventListener("click", () => { read = true; draw(); });
  $("lines-yes").addEventListener("click", () => {
    answered = true;
    if (own.who === "unsure") act("mine"); // then what is known of it holds
    draw();
  });
  for (const button of [$("lines-no"), $("lines-again").firstElementChild]) {
    button.addEventListener("click", () => {
      answered = true;
      nudge.open(s?.levels ?? []);
      show($("nudge"), true);
      draw();
    });
  }
  $("nudge-pause").addEventListener("click", () => act("pause"));

  const placeNow = () => RISES[Math.min(RISES.length - 1, Math.floor(s.progress * RISES.length + 0.01))];

  function draw() {
    if (!s) return;
    const felt = Boolean(own.found) && s.levels?.length > 0 && ["comfort", "measuring", "massage"].includes(s.stage);
    const open = !$("nudge").hidden && felt;
    const different = own.who === "different" && asked === "" && !["finishing", "retreating", "done"].includes(s.stage);
    put($("who"), different);
    put($("enough"), s.stage === "comfort" && !different && own.who !== "different");
    if (s.stage === "comfort") rise();
    const firm = !read && calibrated && s.stage !== "comfort" && Boolean(own.comfort?.length) && s.elapsed_s < FIRM_S;
    if (firm) fillFirm();
    put($("firm"), firm);
    const ask = felt && !answered && !open && !firm && s.elapsed_s < CONFIRM_S;
    put($("lines"), ask);
    if (!open) close($("nudge"));
    put($("lines-again"), felt && !open && !ask);
    show($("nudge-pause"), !s.paused);
    nudge.show(s, own.found);
    show($("known"), [...$("known").children].some((card) => !card.hidden));
    heard(different, ask);
  }

  // heard announces what is asked, once each.
  const heardOf = new Set();
  function heard(different, ask) {
    const once = (key, line) => {
      if (heardOf.has(key)) return;
      heardOf.add(key);
      say(line);
    };
    if (different) once("who", words.known.whoHeard);
    else if (s.stage === "comfort" && s.target_n > TOUCH_N) once(placeNow(), fill(words.known.enoughHeard, { place: words.places[placeNow()] }));
    else if (!$("firm").hidden) once("firm", words.known.firmHeard);
    else if (ask) once("lines", words.known.linesHeard);
  }

  function rise() {
    const place = placeNow(), rising = s.target_n > TOUCH_N, name = words.places[place];
    const noted = taken === place;
    const line = noted && !rising ? words.known.enoughEase : fill(rising ? words.known.enoughAt : words.known.enoughWay, { place: name });
    text($("enough-at"), line);
    const n = fill(words.known.enoughOf, { n: RISES.indexOf(place) + 1, all: RISES.length });
    text($("enough-says"), noted ? words.known.enoughTaken : n);
    $("enough").classList.toggle("rising", rising && !noted);
    calibrated = true;
  }

  function fillFirm() {
    const found = own.comfort.filter((c) => c.end);
    pairs($("firm").querySelector("dl"), found.map((c) => [
      words.places[c.name], fill(c.end === "cap" ? words.known.firmCap : words.known.firmAt, { f: Math.round(c.found_n) }),
    ]));
  }

  return {
    hear(snapshot) {
      own = { who: snapshot.who, found: snapshot.found, comfort: snapshot.comfort };
      draw();
    },
    show(snapshot) {
      s = snapshot;
      draw();
    },
    begin() {
      [own, answered, read, calibrated, taken, asked] = [{}, false, false, false, "", ""];
      heardOf.clear();
      text($("known-heard"), "");
      nudge.forget();
    },
    end() {
      s = null;
      clearTimeout(timer);
      for (const card of $("known").children) show(card, false);
      show($("known"), false);
      nudge.forget();
    },
  };
}
