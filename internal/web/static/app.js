// The page: one stream in, one view shown, requests out.
import { ask, Refusal } from "./ask.js";
import { alarm } from "./alarm.js";
import { makeAfter } from "./after.js";
import { stayAwake } from "./awake.js";
import { BackView } from "./back.js";
import { makeButton } from "./button.js";
import { Chart, DEPTH, FORCE, SPAN_S } from "./chart.js";
import { setOf } from "./choose.js";
import { makeCues } from "./cues.js";
import { $, show, text } from "./dom.js";
import { makeHome } from "./home.js";
import { makeKnown } from "./known.js";
import { makeLookBack } from "./lookback.js";
import { forgetOwn, hearOwn } from "./own.js";
import { makeRise } from "./rise.js";
import { ScoreView } from "./score.js";
import { hearServed } from "./served.js";
import { makeSession } from "./session.js";
import { makeStiff } from "./stiff.js";
import { makeStop } from "./stop.js";
import { openStream } from "./stream.js";
import { makeTell, onAsk } from "./tell.js";
import { makeVisit } from "./visit.js";
import { fill, words } from "./words.js";

const BEAT_MS = 1000;
const BACK_MS = 10000; // how long it is told that the control is back

const back = new BackView($("back")), charts = [new Chart($("chart"), FORCE), new Chart($("chart-depth"), DEPTH)];
const score = new ScoreView($("score")), record = new ScoreView($("record"), { record: true });
const lookBack = makeLookBack({ back, record });
const cues = makeCues(), tell = makeTell(saying);
const rise = makeRise();
const stop = makeStop($("stop"), $("wrong"), $("stop-says"), $("stop-heard"), rise.release);
const button = makeButton(stop.press);
const request = makeHome(() => start());
const showSession = makeSession(act);
const known = makeKnown({ act, back }), showStiff = makeStiff();
const after = makeAfter({
  again: () => start(again()), other: turnAway, clear: () => act("clear"), wrong: () => act("wrong"),
  hard() { softer = true; },
});
const visit = makeVisit({
  before: button.tried,
  show() { if (latest) render(latest); },
  starting() {
    stop.rest();
    mine = true; // before the answer: the stream may tell of the session first
  },
  tape: lookBack.has,
  over(seated, problem, looks) {
    if (seated) after.settle(looks);
    if (looks && latest) lookBack.begin(latest);
    if (latest && !looks) turnAway();
    refused(problem);
  },
});

let latest = null, view = document.body.dataset.view;
let mine = false;   // this page started the session
let left = true;    // the person has turned away from the last session's end
let told = "";      // the stage or phase that was last announced
let softer = false; // the last session was too hard: the next that this page starts is one step softer
let cut = false;    // the session that was shown ended with the control that ran it
let away = null;    // what was last shown before the stream fell silent

const active = (s) => s.stage !== "idle" && s.stage !== "done";

function viewOf(s) {
  if (active(s)) return "session";
  if (visit.on() && !s.fault) return "visit";
  if (cut) return "after";
  return s.fault || (s.outcome && !left) ? "after" : "home";
}

// render shows one snapshot. It is called 20 times a second and touches only what changed.
function render(s) {
  if (!s) return;
  const first = !latest, was = view, now = performance.now();
  if (active(s)) cut = false;
  else if (latest && active(latest) && !s.outcome && !s.fault) cut = true;
  if (cut) s.outcome = "interrupted";
  latest = s;
  view = viewOf(s);
  if (view === "session") left = false;
  if (view !== was || first) enter(view, was, first);
  stop.hear(s);
  rise.hear(s, view !== "session");
  show($("band"), s.simulated);
  const at = view === "session" ? score.show(s) : null;
  back.show(s, now, at ?? {});
  if (!lookBack.looking()) back.look(view === "session", now);
  if (view === "session") {
    showSession(s);
    known.show(s);
    lookBack.hear(s, at.share, now);
    cues.hear(s, at);
    for (const chart of charts) chart.push(s, now);
  } else if (view === "after") {
    after.show(s);
    if (!lookBack.looking()) record.show(s);
    lookBack.show(s);
  }
  if (view === "visit") lookBack.wait(s, now);
  returned(s);
  pageHeard(s);
  announce(s);
}

// returned tells what happened while nothing was heard.
function returned(s) {
  if (!away) return;
  const paused = view === "session" && s.paused && !away.paused;
  if (view === "session") text($("note"), paused ? words.notes.paused : words.notes.back);
  if (!paused) setTimeout(() => { if ($("note").textContent === words.notes.back) text($("note"), ""); }, BACK_MS);
  away = null;
}

// pageHeard says what this chair does when the page is not heard: beforehand, and while it lasts.
let pageWas = "";
function pageHeard(s) {
  const is = view === "session" ? s.page ?? "" : "";
  if (is === pageWas) return;
  const before = pageWas === "" && is === "heard" && $("note").textContent !== "";
  if (is && !before) text($("note"), is === "heard" && pageWas !== "" ? words.notes.pageBack : words.page[is]);
  pageWas = is;
}

// enter changes the view and puts the focus where the next key belongs.
function enter(to, from, first) {
  document.body.dataset.view = to;
  for (const id of ["home", "visit", "session", "after"]) show($(id), id === to);
  show($("wrong"), to === "session");
  if (to === "session") {
    for (const notice of document.querySelectorAll("footer details")) notice.open = false; // it lies over the keys
    for (const chart of charts) chart.clear();
    after.begin();
    known.begin();
    lookBack.wipe();
    button.off();
    tell.forget();
    cues.forget();
    showStiff(null);
    refused("");
    text($("note"), "");
    if (!mine) whose(first ? words.notes.joined : words.notes.started);
    stayAwake(true, () => { if (!$("note").textContent) text($("note"), words.notes.sleeps); });
    $("stop").focus({ preventScroll: true });
    scrollTo(0, 0);
  } else if (from === "session" && !first) {
    mine = false;
    known.end();
    forgetOwn();
    ask("look").then((reply) => showStiff(reply.snapshot.found)).catch(() => {}); // what it found, for whoever started it
    refused("");
    text($("note"), "");
    stayAwake(false);
    pageWas = "";
    if (to !== "after" && to !== "visit") lookBack.wipe();
    cues.over(latest);
    if (to === "after") $("outcome").focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  if (visit.on() && (to === "visit" || from === "session")) visit.look();
  if (to === "home" && !first) keepPlace($("home").querySelector("h1"));
}

// whose says that somebody else has started the session, once an answer to this page's own question tells so: what it asked
// for itself may begin although no answer came, or before one does.
async function whose(line) {
  for (; !mine && view === "session"; await new Promise((next) => setTimeout(next, BEAT_MS))) {
    try {
      const { snapshot } = await ask("look");
      if (snapshot.yours) mine = true;
      else if (!mine && view === "session" && !$("note").textContent) text($("note"), line);
      return;
    } catch { /* the stream says what is wrong; it is asked again */ }
  }
}

// keepPlace gives the focus to a heading if what had it went with its view: a keyboard goes on from there.
function keepPlace(heading) {
  const at = document.activeElement;
  if (!at || at === document.body || !at.checkVisibility()) heading.focus();
}

// announce tells a listener in words what is to be seen; at home nothing.
function announce(s) {
  const line = s.stage === "massage" && s.phase ? s.phase : words.stages[s.stage].title;
  if (line !== told) refused("");
  const fresh = line !== told;
  told = line;
  if (view === "session") tell.hear(s, performance.now());
  else if (fresh && view !== "home") text($("say"), line);
}

// saying puts a sentence where a screen reader finds it. What was asked for is said again even if it is the same.
function saying(line, again) {
  if (again && $("say").textContent === line) $("say").replaceChildren();
  requestAnimationFrame(() => text($("say"), line));
}
onAsk(() => { if (latest && view === "session") tell.hear(latest, performance.now(), true); });

// refused shows why something was not taken; an empty line takes it away.
function refused(line) {
  text($("message"), line.charAt(0).toUpperCase() + line.slice(1));
  show($("message"), line !== "");
}

// newer says whether an answer tells more than the stream has: numbers rise, and begin anew with a new engine.
const newer = (s) => !latest || s.seq >= latest.seq || s.at_ms + 2000 < latest.at_ms;

// hear takes what an answer to this very page tells beyond the stream.
function hear(s) {
  hearOwn(s);
  if (active(s)) known.hear(s);
}

// act asks for something, shows a refusal, and says whether it was taken.
async function act(verb, more = {}) {
  try {
    const reply = await ask(verb, more);
    refused("");
    hear(reply.snapshot);
    if (newer(reply.snapshot)) render(reply.snapshot);
    return true;
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    refused(refusal.message);
    return false;
  }
}

// again is the session that has just ended, once more, as it was chosen.
function again() {
  const { set: _, ...rest } = request();
  return latest?.programme ? { ...request(), programme: latest.programme, set: setOf(latest.chosen) } : request();
}

// start asks for a session, of what home has chosen or another; but first, why the last one was stopped.
async function start(what = request()) {
  if (latest && after.asks(latest)) {
    left = false;
    after.first();
    render(latest);
    $("outcome").focus({ preventScroll: true });
    return;
  }
  await button.tried();
  stop.rest();
  mine = true; // before the answer: the stream may tell of the session first
  if (!(await act("start", what))) mine = false;
  else if (softer && (await act("softer"))) {
    softer = false;
    text($("note"), words.notes.softer);
  }
}

// turnAway goes home from a session's end.
function turnAway() {
  left = true;
  lookBack.wipe();
  showStiff(null);
  cut = false;
  stop.rest();
  render(latest);
}

for (const who of document.querySelectorAll("[data-who]")) {
  who.addEventListener("click", () => visit.begin(request(), who.dataset.who));
}
visit.find();

openStream({
  snapshot: render,
  chair: (served) => hearServed(served, view !== "home"),
  viewers(n) {
    const others = n - 1;
    text($("viewers"), others < 1 ? "" : fill(others === 1 ? words.viewers.one : words.viewers.more, { n: others }));
  },
  link(state, chair) {
    const bad = alarm(state, chair, latest);
    back.stale(bad);
    if (!bad) return;
    rise.release();
    away ??= latest;
  },
});

// The page says that it is there, and hears in the answer what is told to nobody else.
setInterval(async () => {
  if (!latest || !active(latest)) return;
  try {
    hear((await ask("beat")).snapshot);
  } catch { /* the stream says what is wrong */ }
}, BEAT_MS);

// lastSeconds names the time that the chart shows: a simulated chair's own, which may run faster.
function lastSeconds(pace) {
  const n = SPAN_S * pace;
  return n < 120 ? fill(words.labels.seconds, { n }) : fill(words.labels.minutes, { n: Math.round(n / 60) });
}

function frame(now) {
  back.frame(now);
  if (view === "session" && $("details").open) {
    for (const chart of charts) chart.frame(now, words.labels, lastSeconds(latest?.pace ?? 1));
  }
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);
