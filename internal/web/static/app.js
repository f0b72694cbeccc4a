// The page: one stream in, one view shown, requests out.
import { ask, Refusal } from "./ask.js";
import { makeAfter } from "./after.js";
import { stayAwake } from "./awake.js";
import { BackView } from "./back.js";
import { Chart, SPAN_S } from "./chart.js";
import { $, show, text } from "./dom.js";
import { makeHome } from "./home.js";
import { ScoreView } from "./score.js";
import { makeSession } from "./session.js";
import { makeStop } from "./stop.js";
import { openStream } from "./stream.js";
import { fill, words } from "./words.js";

const BEAT_MS = 1000;

const back = new BackView($("back")), chart = new Chart($("chart"));
const score = new ScoreView($("score")), record = new ScoreView($("record"), { record: true });
const stop = makeStop($("stop"), $("stop-says"), $("stop-heard"));
const request = makeHome(() => start(request()));
const showSession = makeSession(act);
const showAfter = makeAfter({ again: () => start(request()), other: turnAway, clear: () => act("clear") });

let latest = null, view = document.body.dataset.view;
let mine = false;   // this page started the session
let left = true;    // the person has turned away from the last session's end
let told = "";      // what was last announced
let own = null;     // what the engine last told this page alone

const active = (s) => s.stage !== "idle" && s.stage !== "done";

function viewOf(s) {
  if (active(s)) return "session";
  return s.fault || (s.outcome && !left) ? "after" : "home";
}

// withOwn adds what this page alone is told: the stream is everybody's. A limit's author is of the limit that it was
// told with.
function withOwn(s) {
  if (!own || !active(s) || own.programme !== s.programme) return s;
  return { ...s, changed: own.changed, limit_by: own.limit_n === s.limit_n ? own.limit_by : s.limit_by };
}

// render shows one snapshot. It is called 20 times a second and touches only what changed.
function render(s) {
  if (!s) return;
  s = withOwn(s);
  const first = !latest, was = view, now = performance.now();
  latest = s;
  view = viewOf(s);
  if (view === "session") left = false;
  if (view !== was || first) enter(view, was, first);
  stop.hear(s);
  show($("band"), s.simulated);
  const doing = view === "session" ? score.show(s) : null;
  back.show(s, doing, now);
  back.look(view === "session", now);
  if (view === "session") {
    showSession(s);
    chart.push(s, now);
  } else if (view === "after") {
    showAfter(s);
    record.show(s);
  }
  announce(s);
}

// enter changes the view and puts the focus where the next key belongs.
function enter(to, from, first) {
  document.body.dataset.view = to;
  for (const id of ["home", "session", "after"]) show($(id), id === to);
  if (to === "session") {
    chart.clear();
    refused("");
    text($("note"), mine ? "" : first ? words.notes.joined : words.notes.started);
    stayAwake(true, () => { if (!$("note").textContent) text($("note"), words.notes.sleeps); });
    $("stop").focus({ preventScroll: true });
    scrollTo(0, 0);
  } else if (from === "session" && !first) {
    mine = false;
    refused("");
    text($("note"), "");
    stayAwake(false);
    if (to === "after") $("outcome").focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

// announce tells a listener of a new stage or phase, and of nothing else.
function announce(s) {
  const line = s.stage === "massage" && s.phase ? s.phase : words.stages[s.stage].title;
  if (line === told) return;
  told = line;
  refused("");
  if (view !== "home") text($("say"), line);
}

// refused shows why something was not taken; an empty line takes it away.
function refused(line) {
  text($("message"), line.charAt(0).toUpperCase() + line.slice(1));
  show($("message"), line !== "");
}

// act asks for something, shows a refusal, and says whether it was taken.
async function act(verb, more = {}) {
  try {
    const reply = await ask(verb, more);
    refused("");
    if (!latest || reply.snapshot.seq >= latest.seq) render(reply.snapshot);
    return true;
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    refused(refusal.message);
    return false;
  }
}

async function start(what) {
  stop.rest();
  mine = true; // before the answer: the stream may tell of the session first
  if (!(await act("start", what))) mine = false;
}

// turnAway goes home from a session's end.
function turnAway() {
  left = true;
  stop.rest();
  render(latest);
}

openStream({
  snapshot: render,
  viewers(n) {
    const others = n - 1;
    text($("viewers"), others < 1 ? "" : fill(others === 1 ? words.viewers.one : words.viewers.more, { n: others }));
  },
  link(state) {
    const bad = state !== "live";
    back.stale(bad);
    document.body.dataset.link = state;
    show($("link"), bad);
    if (!bad) return;
    const line = words.link[latest ? state : state === "lost" ? "offline" : state];
    const [title, detail] = $("link").children;
    text(title, `${line.title}.`);
    text(detail, line.text);
  },
});

setInterval(() => {
  if (!latest || !active(latest)) {
    own = null;
    return;
  }
  ask("beat").then((reply) => { own = reply.snapshot; }, () => {}); // the stream says what is wrong
}, BEAT_MS);

// lastSeconds names the time that the chart shows: a simulated chair's own, which may run faster.
function lastSeconds(pace) {
  const n = SPAN_S * pace;
  return n < 120 ? fill(words.labels.seconds, { n }) : fill(words.labels.minutes, { n: Math.round(n / 60) });
}

function frame(now) {
  back.frame(now);
  if (view === "session") chart.frame(now, words.labels, lastSeconds(latest?.pace ?? 1));
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);
