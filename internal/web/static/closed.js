// The page of a closed chair, which moves by its own computer: what it is asked to be at, what it says that it is at, and how
// far each key has come. It shows no force and no rollers: the chair reports none.
import { ask, Refusal } from "./ask.js";
import { alarm } from "./alarm.js";
import { makeAfter } from "./after.js";
import { stayAwake } from "./awake.js";
import { makeChoose, pairsOf, setOf } from "./choose.js";
import { $, show, text } from "./dom.js";
import { makePanel } from "./keys.js";
import { hearServed } from "./served.js";
import { makeStop } from "./stop.js";
import { openStream } from "./stream.js";
import { makeVisit } from "./visit.js";
import { clock, fill, words } from "./words.js";

const BEAT_MS = 1000;
const UNCONFIRMED = "stop_unconfirmed";

const form = $("start");
const stop = makeStop($("stop"), $("wrong"), $("stop-says"), $("stop-heard"), () => {});
const panel = makePanel();
let latest = null, view = document.body.dataset.view;
let mine = false;  // this page started the session
let left = true;   // the person has turned away from the last session's end
let cut = false;   // the session that was shown ended with the control that ran it
let told = "";     // what was last announced
let softer = false;
let own = null;    // what was fitted, in words for whoever started it alone

const active = (s) => s.stage !== "idle" && s.stage !== "done";

const after = makeAfter({
  again: () => start(again()), other: turnAway, clear: () => act("clear"), wrong: () => act("wrong"),
  hard() { softer = true; },
});
const visit = makeVisit({
  show() { if (latest) render(latest); },
  starting() {
    stop.rest();
    mine = true; // before the answer: the stream may tell of the session first
  },
  over(seated, problem) {
    if (seated) after.settle();
    if (latest) turnAway();
    refused(problem);
  },
});

function viewOf(s) {
  if (active(s)) return "session";
  if (s.fault?.code === UNCONFIRMED) return "after"; // whatever else is under way: somebody has to look
  if (visit.on() && !s.fault) return "visit";
  if (cut) return "after";
  return s.fault || (s.outcome && !left && !s.closed?.refused) ? "after" : "home";
}

// render shows one snapshot.
function render(s) {
  if (!s?.closed) return;
  const first = !latest, was = view;
  if (active(s)) cut = false;
  else if (latest && active(latest) && !s.outcome && !s.fault) cut = true;
  if (cut) s.outcome = "interrupted";
  const refusedNow = s.closed.refused && latest && (active(latest) || !latest.closed.refused); // faster than it was seen to begin
  latest = s;
  view = viewOf(s);
  if (view === "session") left = false;
  if (view !== was || first) enter(view, was, first);
  if (refusedNow && mine) refused(`${s.reason}.`);
  stop.hear(s);
  show($("band"), s.simulated);
  if (view === "session") {
    panel.show(s, own);
    page(s);
  } else if (view === "after") {
    after.show(s);
    ended(s);
  }
  if (view === "visit") settled(s);
  announce(s);
}

// settled asks how the visit stands whose session is not under way: it may not have come about at all, faster than it was seen.
let looked = 0;
function settled(s) {
  const now = performance.now();
  if (now - looked < BEAT_MS || $("visit").querySelector("section")?.dataset.step !== "session") return;
  looked = now;
  if (s.closed.refused) refused(`${s.reason}.`);
  visit.look();
}

// page says what this chair does when the page is not heard: beforehand, and while it lasts.
let pageWas = "";
function page(s) {
  const is = s.page ?? "";
  if (is === pageWas) return;
  pageWas = is;
  text($("note"), is ? words.page[is] : "");
}

// ended says what only a closed chair's end has: that a stop is not confirmed, and who may say that it has stopped.
function ended(s) {
  const open = s.fault?.code === UNCONFIRMED, c = s.closed;
  if (open) {
    text($("outcome"), c.stopped ? words.closed.stopped : `${words.stop.unconfirmed.charAt(0).toUpperCase()}${words.stop.unconfirmed.slice(1)}.`);
    text($("outcome-text"), s.fault.do);
    text($("says-stopped").firstElementChild, words.closed.hasStopped);
    show($("clear"), false);
    show($("eyebrow"), false);
  }
  show($("says-stopped"), open);
  document.body.toggleAttribute("data-unconfirmed", open && !c.stopped);
  show($("seeking"), open && !c.stopped);
  const why = c.link_why ?? "";
  if (open) text($("seeking"), [words.closed.seeking, why && `${why.charAt(0).toUpperCase()}${why.slice(1)}.`].filter(Boolean).join(" "));
  const tally = [s.title, c.spent_s > 0 ? fill(words.closed.tally, { time: clock(c.spent_s) }) : "",
    !open && c.stop_s > 0 && s.outcome ? fill(words.closed.stoppedIn, { time: c.stop_s.toFixed(1) }) : ""];
  text($("tally"), tally.filter(Boolean).join(", "));
}

function enter(to, from, first) {
  document.body.dataset.view = to;
  for (const id of ["home", "visit", "session", "after"]) show($(id), id === to);
  show($("wrong"), to === "session");
  if (to === "session") {
    for (const notice of document.querySelectorAll("footer details")) notice.open = false; // it lies over the keys
    after.begin();
    refused("");
    own = null;
    text($("note"), "");
    stayAwake(true, () => { if (!$("note").textContent) text($("note"), words.notes.sleeps); });
    $("stop").focus({ preventScroll: true });
    scrollTo(0, 0);
  } else if (from === "session" && !first) {
    refused("");
    text($("note"), "");
    pageWas = "";
    stayAwake(false);
    if (to === "after") $("outcome").focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  if (to !== "session" && to !== "after") document.body.removeAttribute("data-unconfirmed");
  if (visit.on() && (to === "visit" || from === "session")) visit.look();
  if (to === "home" && !first) $("home").querySelector("h1").focus();
}

// announce tells a listener in words what is to be seen; at home nothing.
function announce(s) {
  const line = view === "session" ? panel.says(s) : words.stages[s.stage]?.title ?? "";
  if (line === told) return;
  told = line;
  if (view === "session") text($("say"), line);
}

function refused(line) {
  text($("message"), line.charAt(0).toUpperCase() + line.slice(1));
  show($("message"), line !== "");
}

const newer = (s) => !latest || s.seq >= latest.seq || s.at_ms + 2000 < latest.at_ms;

function hear(s) {
  if (s.yours) own = s.changed ?? [];
}

// act asks for something, shows a refusal, and says whether it was taken.
async function act(verb, more = {}) {
  try {
    const { snapshot } = await ask(verb, more);
    refused("");
    hear(snapshot);
    if (newer(snapshot)) render(snapshot);
    return true;
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    refused(refusal.message);
    return false;
  }
}

const chosen = () => new FormData(form);
const choose = makeChoose(form, keep);
const programme = () => String(chosen().get("programme") ?? "");

// request is the start that home asks for.
function request() {
  const of = programme(), set = choose.set(of), pace = Number(chosen().get("pace") ?? 0);
  return { programme: of, ...(Object.keys(set).length ? { set } : {}), ...(pace ? { pace } : {}) };
}

// again is the session that has just ended, once more, as it was chosen.
const again = () => (latest?.programme ? { ...request(), programme: latest.programme, set: setOf(latest.chosen) } : request());

// keep keeps what is chosen while somebody says who is sitting.
function keep() {
  const of = programme(), pairs = [["programme", of], ...pairsOf(of, choose.set(of))];
  $("pick").querySelector("span").replaceChildren(...pairs.map(([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value })));
  const added = $("somebody-new");
  if (added) added.search = new URLSearchParams(pairs);
  for (const list of document.querySelectorAll("#otherwise ul")) show(list, list.dataset.plan === of);
}

async function start(what = request()) {
  if (latest && after.asks(latest)) {
    left = false;
    after.first();
    render(latest);
    $("outcome").focus({ preventScroll: true });
    return;
  }
  stop.rest();
  mine = true;
  if (!(await act("start", what))) mine = false;
  else if (softer && (await act("softer"))) softer = false;
}

// turnAway goes home from a session's end.
function turnAway() {
  left = true;
  cut = false;
  stop.rest();
  render(latest);
}

$("says-stopped").firstElementChild.addEventListener("click", () => act("clear"));
form.addEventListener("submit", (e) => {
  e.preventDefault();
  start();
});
form.addEventListener("change", (e) => {
  if (e.target.name === "programme") choose.show(e.target.value);
  keep();
});
for (const button of document.querySelectorAll("#session [data-verb]")) button.addEventListener("click", () => act(button.dataset.verb));
for (const who of document.querySelectorAll("[data-who]")) who.addEventListener("click", () => visit.begin(request(), who.dataset.who));
choose.show(programme());
keep();
visit.find();

openStream({
  snapshot: render,
  chair: (served) => hearServed(served, view !== "home"),
  viewers(n) {
    const others = n - 1;
    text($("viewers"), others < 1 ? "" : fill(others === 1 ? words.viewers.one : words.viewers.more, { n: others }));
  },
  link(state, chair) {
    alarm(state, chair, latest);
  },
});

// The page says that it is there, and hears in the answer what is told to nobody else.
setInterval(async () => {
  if (!latest || !active(latest)) return;
  try {
    hear((await ask("beat")).snapshot);
  } catch { /* the stream says what is wrong */ }
}, BEAT_MS);
