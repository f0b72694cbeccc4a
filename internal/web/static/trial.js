// Trying a fault on the simulated chair: start a session if there is none, go to the massage, break the chair there,
// and show what came of it, as measured.
import { ask, Refusal } from "./ask.js";
import { $, show, svg, text } from "./dom.js";

const PACE = 8;       // up to the massage; the retreat itself is watched in real time
const ENOUGH_S = 6;   // of the massage, so that the rollers are at work
const PRESSES_N = 10; // the same
const EVERY_MS = 200; // how often the trial is asked for

const W = 560, H = 240, LEFT = 44, RIGHT = 48, TOP = 16, BASE = 206; // of the chart
const DEPTH_MM = 120;

const ms = (n) => (n < 0 ? "not yet" : `${n} ms`);

export function makeTrial() {
  const form = $("try"), go = $("break"), mend = $("mend"), says = $("try-says");
  const { programme, body } = $("chair").dataset;
  let latest = null, wanted = "", starting = false, asking = false, mended = false, shown = null, timer = 0, left = "";

  const say = (line) => text(says, line);
  const chosen = () => form.querySelector("input:checked");
  const card = (failure) => form.querySelector(`input[value="${CSS.escape(failure)}"]`);
  const active = (s) => s && s.stage !== "idle" && s.stage !== "done";

  form.addEventListener("submit", (e) => {
    e.preventDefault();
    press();
  });
  mend.addEventListener("click", whole);

  async function press() {
    wanted = chosen().value;
    left = "";
    mended = false;
    show($("retreat"), false);
    shown = null;
    if (!active(latest)) {
      starting = true;
      say("Starting a session at 8×, up to the massage.");
      try {
        await ask("start", { programme, body, seed: 1, pace: PACE });
      } catch (e) {
        [wanted, starting] = ["", false];
        refused(e);
        return;
      }
    }
    hear(latest);
  }

  // hear takes each snapshot: the right moment to break is when the rollers press.
  function hear(s) {
    latest = s;
    if (!s) return;
    const busy = Boolean(wanted) || asking;
    show(mend, Boolean(s.broken || (s.fault && shown)) && !active(s) && !busy);
    go.disabled = busy || Boolean(s.broken) || Boolean(s.fault);
    if (!wanted && !asking && !shown && (s.broken || s.fault) && !active(s)) {
      show(mend, true);
      say(s.broken ? "The chair is still broken from a trial." : "A fault is latched.");
    }
    if (!wanted) return;
    if (active(s)) starting = false;
    else if (!starting) {
      wanted = "";
      say("The session ended before anything was broken.");
      return;
    }
    const pressed = Math.max(s.rollers[0].force_n, s.rollers[1].force_n);
    if (s.stage === "massage" && !s.paused && s.elapsed_s >= ENOUGH_S && pressed >= PRESSES_N) breakNow();
    else if (active(s)) say(s.paused ? "The session is paused: go on with it first." : `Waiting for the rollers to press: ${s.stage === "massage" ? "massage" : "before the massage"}.`);
  }

  async function breakNow() {
    const failure = wanted;
    wanted = "";
    if (asking) return;
    asking = true;
    try {
      const { trial } = await ask("break", { failure });
      timer = setInterval(look, EVERY_MS);
      take(trial);
    } catch (e) {
      asking = false;
      refused(e);
    }
  }

  let under = false;
  async function look() {
    if (under) return;
    under = true;
    try {
      take((await ask("tried")).trial);
    } catch { /* the stream says what is wrong; the next look may tell */ } finally {
      under = false;
    }
  }

  function refused(e) {
    if (!(e instanceof Refusal)) throw e;
    say(e.message.charAt(0).toUpperCase() + e.message.slice(1));
  }

  async function whole() {
    try {
      await ask("mend");
      await ask("clear");
      mended = true;
      show(mend, false);
      say(`The chair is whole again. ${left}`.trim());
    } catch (e) {
      refused(e);
    }
  }

  // take shows how far the trial is.
  function take(t) {
    if (!t || mended) return; // an answer that was long under way tells of what is over
    shown = t;
    if (t.state === "waits") say("Breaking it.");
    else if (t.state === "broken") say("It is broken, and nobody has noticed yet. The session goes on.");
    else {
      say(noticed(t));
      draw(t, card(t.failure)?.dataset ?? {});
    }
    if (t.state === "done") {
      clearInterval(timer);
      asking = false;
      left = card(t.failure)?.dataset.after ?? "";
      if (latest) hear(latest);
    }
  }

  return { hear };
}

// noticed says who began the retreat, and how soon.
function noticed(t) {
  const after = t.noticed_ms >= 10000 ? `${(t.noticed_ms / 1000).toFixed(0)} s` : `${t.noticed_ms} ms`;
  if (t.unseen) return "Nobody could notice for two minutes of the chair's time. So somebody pressed STOP, which works as ever.";
  switch (t.by) {
    case "stop": return `Stopped: the retreat began after ${after}.`;
    case "chair": return `The chair noticed by itself after ${after}.`;
    case "guard": return `The guard noticed after ${after}: ${t.line}.`;
    case "session": return `Nobody noticed: the session ended by itself after ${after}, and the rollers left as ever.`;
    default: return "Mended before anybody noticed. The session goes on.";
  }
}

// draw shows the retreat: a chart, and its times beside what is claimed.
function draw(t, claims) {
  if (!t.by) return;
  const figure = $("retreat");
  show(figure, true);
  const alone = "alone" in claims, from = alone ? t.noticed_ms : 0;
  const rows = [
    ["Noticed, from the fault on", ms(t.noticed_ms), bound(claims.notice)],
    [`Force under 5 N${alone ? ", from the fault on" : ""}`, done(t.force_ms, from, t), bound(claims.force)],
    [`Rollers behind the cover${alone ? ", from the fault on" : ""}`, done(t.home_ms, from, t), bound(claims.home)],
    [`Airbags empty${alone ? ", from the fault on" : ""}`, done(t.bags_ms, from, t), bound(claims.bags)],
    ["Greatest force before and after", `${t.before_n.toFixed(0)} N, then ${t.peak_n.toFixed(0)} N`, ""],
  ];
  text($("retreat-title"), document.querySelector(`#try input[value="${CSS.escape(t.failure)}"]`)?.parentElement.querySelector("b").textContent ?? t.failure);
  text($("claim"), claims.claim || "nothing");
  $("times").replaceChildren(...rows.map(([what, is, claim]) => {
    const row = document.createElement("tr");
    const head = Object.assign(document.createElement("th"), { scope: "row", textContent: what });
    row.append(head, ...[is, claim].map((value) => Object.assign(document.createElement("td"), { textContent: value })));
    return row;
  }));
  chart(t);
}

const bound = (n) => (Number(n) > 0 ? `${n} ms at most` : "no claim");
const done = (n, from, t) => (n >= 0 ? `${n + from} ms` : t.state === "done" ? "never: it stays" : "not yet");

function chart(t) {
  const box = $("retreat-chart"), points = t.points;
  if (points.length < 2) return;
  const first = points[0].ms, last = Math.max(1500, Math.min(points[points.length - 1].ms, Math.max(t.force_ms, t.home_ms, t.bags_ms) + 700));
  const seen = points.filter((p) => p.ms <= last), top = Math.max(40, ...seen.map((p) => p.force_n * 1.1));
  const x = (v) => LEFT + ((v - first) / (last - first)) * (W - LEFT - RIGHT);
  const y = (n, most) => BASE - (Math.min(n, most) / most) * (BASE - TOP);
  const line = (key, most) => seen.map((p, i) => `${i ? "L" : "M"}${x(p.ms).toFixed(1)} ${y(p[key], most).toFixed(1)}`).join("");
  const nodes = [];
  const label = (value, at, down, anchor = "middle", name = "") => nodes.push(Object.assign(svg("text", { x: at, y: down, "text-anchor": anchor, class: name }), { textContent: value }));
  const step = last - first > 3500 ? 1000 : 500;
  for (let v = Math.ceil(first / step) * step; v <= last; v += step) {
    nodes.push(svg("path", { class: "grid", d: `M${x(v).toFixed(1)} ${BASE}v4` }));
    label(v === 0 ? "0" : `${v}`, x(v), BASE + 18);
  }
  label("ms", W - RIGHT + 30, BASE + 18);
  for (const n of [0, 20, 40].filter((v) => v <= top)) label(n ? `${n} N` : "0", LEFT - 8, y(n, top) + 4, "end");
  for (const n of [0, 60, 120]) label(n ? `${n} mm` : "0", W - RIGHT + 8, y(n, DEPTH_MM) + 4, "start", "depth");
  nodes.push(svg("path", { class: "grid", d: `M${LEFT} ${BASE}H${W - RIGHT}` }));
  nodes.push(svg("path", { class: "area", d: `${line("force_n", top)}L${x(seen[seen.length - 1].ms).toFixed(1)} ${BASE}L${x(first).toFixed(1)} ${BASE}Z` }));
  nodes.push(svg("path", { class: "depth", d: line("depth_mm", DEPTH_MM) }));
  nodes.push(svg("path", { class: "force", d: line("force_n", top) }));
  nodes.push(svg("path", { class: "zero", d: `M${x(0).toFixed(1)} ${TOP - 4}V${BASE}` }));
  label("the retreat begins", x(0) + 6, TOP + 4, "start");
  for (const [at, key, most] of [[t.force_ms, "force_n", top], [t.home_ms, "depth_mm", DEPTH_MM]]) {
    const p = at >= 0 && seen.find((q) => q.ms >= at);
    if (p) nodes.push(svg("circle", { class: key === "force_n" ? "dot" : "dot depth", cx: x(at).toFixed(1), cy: y(p[key], most).toFixed(1), r: 4 }));
  }
  box.replaceChildren(...nodes);
}
