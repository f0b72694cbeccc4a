// The guided view: what to press, for how long, and STOP until it is said to have stopped. The server counts; between its
// answers, and while it is not heard, this page goes on by itself.
import { stayAwake } from "./awake.js";
import { $, show, text } from "./dom.js";
import { later, said } from "./pace.js";
import { ALARM, ASK, hush, REST, silent, SOON, speak, speaks, tone, touch } from "./sound.js";
import { makeVisit } from "./visit.js";
import { clock } from "./words.js";

const LOOK_MS = 1000, ANSWER_MS = 2500, LOST_MS = 3500;
const ALARM_MS = 1300; // from one alarm to the next
const SURE_MS = 700;   // until it can be said to have stopped

let view = null, at = 0;          // what was known last, and when
let mode = "choose";              // choose, visit, guided, ended
let heard = performance.now();    // of the server
let asked = "", soon = 0, alarmed = 0;
let phase = "", since = 0;        // the stage that is shown, and since when
const queue = [];                 // what was said and has not arrived
let sending = false;

const visit = makeVisit({
  show() {
    const step = $("visit").querySelector("section")?.dataset.step;
    enter(step === "session" ? "guided" : "visit");
    if (step === "session") look();
  },
  starting: touch,
  over(_, problem) {
    enter("choose");
    message(problem);
  },
});

$("begin")?.addEventListener("submit", (e) => {
  e.preventDefault();
  touch();
  const c = new FormData(e.target);
  visit.begin({ massager: c.get("massager"), programme: c.get("programme") }, e.submitter?.value === "me" ? "me" : "guest");
});

function message(line) {
  text($("message"), line ?? "");
  show($("message"), Boolean(line));
}

// enter changes what is shown, and puts the focus where the next key belongs.
function enter(to) {
  if (mode === to && document.body.dataset.guide === to) return;
  mode = to;
  document.body.dataset.guide = to;
  for (const id of ["choose", "visit", "guided", "ended"]) show($(id), id === to);
  show($("wrong"), to === "guided");
  stayAwake(to === "guided");
  if (to !== "guided") {
    document.body.dataset.phase = "";
    hush();
  } else {
    message("");
    $("key-main").focus({ preventScroll: true });
  }
  if (to === "ended") $("ended").querySelector("h1").focus();
  scrollTo(0, 0);
}

// current is the view as it is now.
const current = () => later(view, (performance.now() - at) / 1000);

// take takes an answer of the server's.
function take(state) {
  heard = performance.now();
  if (state.problem) message(state.problem);
  if (!state.view) return;
  if (queue.length > 0) return; // what was said here comes first
  const was = view?.stage;
  [view, at] = [state.view, performance.now()];
  if (state.active) {
    if (mode !== "guided" && mode !== "visit") enter("guided");
  } else if (mode === "guided") finished(was);
}

// finished is for the end: what comes then is the visit's, if there is one.
function finished(was) {
  if (was && was !== "done") {
    hush();
    if ($("tones").checked) tone(REST);
  }
  if (visit.on()) visit.look();
  else enter("ended");
}

async function post(fields) {
  const r = await fetch("/guide", { method: "POST", body: new URLSearchParams(fields), signal: AbortSignal.timeout(ANSWER_MS), keepalive: true });
  if (r.status !== 200) throw new Error(String(r.status));
  return r.json();
}

// say takes effect here at once, and at the server when it is heard.
function say(verb) {
  if (!view) return;
  const now = current();
  message(verb === "softer" && now.weakest ? "It has no weaker strength. A folded towel between makes it softer; or stop." : "");
  if (verb === "softer" && now.weakest) return;
  queue.push({ do: verb, step: now.step > now.plan.length ? 0 : now.step });
  [view, at] = [said(now, verb), performance.now()];
  draw();
  if (view.stage === "done") hush();
  flush();
}

async function flush() {
  if (sending || queue.length === 0) return;
  sending = true;
  try {
    while (queue.length > 0) {
      const state = await post(queue[0]);
      queue.shift();
      take(state);
    }
  } catch { /* it is tried again with the next look */ } finally {
    sending = false;
  }
}

async function look() {
  if (document.hidden && mode !== "guided") return;
  if (queue.length > 0) return flush();
  try {
    const r = await fetch("/guide/now", { signal: AbortSignal.timeout(ANSWER_MS) });
    if (r.status === 200) take(await r.json());
  } catch { /* the display says that it is not heard */ }
}

const ASKS = { asking: "Please set", running: "Running, as you say", pausing: "Pause: please switch it off", paused: "Paused, off as you say", stopping: "" };
const MAIN = { asking: ["pressed", "It is set"], running: ["", "Set, as you say"], pausing: ["pressed", "It is off"], paused: ["resume", "Go on"], stopping: ["stopped", "It has stopped"] };

// draw shows what holds now.
function draw() {
  if (mode !== "guided" || !view) return;
  const v = current();
  if (v.stage === "done") {
    document.body.dataset.phase = "done";
    return;
  }
  const stopping = v.stage === "stopping";
  document.body.dataset.phase = v.stage;
  show($("offline"), performance.now() - heard > LOST_MS);
  text($("guide-where"), [v.massager, v.phase, v.step <= v.plan.length && !stopping ? `${v.step} of ${v.plan.length}` : ""].filter(Boolean).join(" · "));
  text($("guide-total"), stopping ? `counts ${clock(v.dose_s)} so far` : `about ${Math.ceil(v.end_s / 60)} min to go`);
  text($("guide-ask"), stopping ? (v.outcome === "interrupted" ? "Is it still running? If it is:" : v.outcome === "finished" ? "That was the last." : "Stop:") : ASKS[v.stage]);
  text($("guide-large"), v.now.large);
  lines($("guide-do"), v.stage === "running" ? [] : v.now.do);
  text($("guide-never"), stopping || v.stage === "paused" ? "" : v.never);
  text($("guide-next"), v.next && v.stage !== "pausing" ? `Then: ${v.next}` : "");
  ring(v, stopping);
  if (v.stage !== phase) [phase, since] = [v.stage, performance.now()];
  const [verb, label] = MAIN[v.stage];
  $("key-main").value = verb;
  text($("key-main"), label);
  // Who presses twice, or as the last step ends, has not said that it has stopped.
  $("key-main").disabled = verb === "" || stopping && performance.now() - since < SURE_MS;
  $("key-main").classList.toggle("primary", v.stage !== "running");
  $("key-main").classList.toggle("rests", v.stage === "running");
  show($("keys-more"), v.stage === "asking" || v.stage === "running");
  text($("stop-says"), stopping || v.stage === "pausing" ? v.off.large : "asks you to switch it off");
  show($("sound-note"), silent() && $("tones").checked);
  sound(v);
}

function lines(list, want) {
  if (list.children.length !== want.length) list.replaceChildren(...want.map(() => document.createElement("li")));
  want.forEach((line, i) => text(list.children[i], line));
}

// ring shows the time that is left; while it is to be switched off, the time since.
function ring(v, stopping) {
  const waiting = stopping || v.stage === "pausing";
  const left = waiting ? 0 : Math.max(0, v.left_s);
  $("ring").setAttribute("stroke-dasharray", waiting ? "100 0" : `${(100 * left / Math.max(1, v.of_s)).toFixed(2)} 100`);
  text($("ring-text"), clock(waiting ? v.waits_s : left));
  text($("ring-unit"), waiting ? "since it was asked" : v.stage === "paused" ? "left, paused" : "left");
}

// sound plays and speaks what is new.
function sound(v) {
  const tones = $("tones").checked, now = performance.now();
  const key = `${v.stage} ${v.step} ${v.now.large} ${v.again}`;
  const alarm = v.stage === "stopping" && tones;
  document.body.dataset.sounds = alarm ? "alarm" : "";
  if (key !== asked) {
    asked = key;
    soon = 0;
    if (v.stage !== "running" && v.stage !== "paused") {
      if (tones && !alarm) tone(ASK);
      if ($("speak").checked) speak(v.now.say);
      text($("say"), v.now.large);
    }
  }
  if (alarm && now - alarmed > ALARM_MS) {
    alarmed = now;
    tone(ALARM, 0.35);
    document.body.dataset.alarms = String(Number(document.body.dataset.alarms ?? 0) + 1);
  }
  const third = Math.ceil(v.left_s);
  if (tones && v.stage === "running" && third >= 1 && third <= 3 && third !== soon) {
    soon = third;
    tone(SOON, 0.12);
  }
}

$("keys").addEventListener("submit", (e) => {
  e.preventDefault();
  touch();
  say(e.submitter.value);
});
$("keys").addEventListener("click", touch);

// STOP acts on the press. It asks nobody: it says what to press, and sounds until it is said to have stopped.
function stop(verb) {
  touch();
  if (mode === "guided" && view) {
    say(verb);
    $("key-main").focus({ preventScroll: true });
    text($("stop-heard"), `STOP: ${view.off.large}`);
    return;
  }
  post({ do: verb }).then(take).catch(() => message("The server is not heard. Switch the massager off by its own key."));
}
const press = (button, verb) => {
  button.addEventListener("pointerdown", (e) => {
    if (e.button === 0) stop(verb);
  });
  button.addEventListener("click", (e) => {
    e.preventDefault();
    if (e.detail === 0) stop(verb); // a key
  });
};
press($("stop"), "stop");
press($("wrong"), "wrong");
addEventListener("keydown", (e) => {
  if (e.key === "Escape") stop("stop");
});
document.addEventListener("pointerdown", touch);
$("speak").addEventListener("change", () => { if (!$("speak").checked) hush(); });
if (!speaks() && globalThis.speechSynthesis) speechSynthesis.addEventListener?.("voiceschanged", () => show($("speak").parentNode, speaks()));
show($("speak").parentNode, speaks());

document.body.dataset.guide = "choose";
$("stop").dataset.state = "ready";
visit.find?.();
look();
setInterval(look, LOOK_MS);
setInterval(draw, 200);
