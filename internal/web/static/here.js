// Here: touch the picture of a back, and the rollers go there. What is asked for is an ordinary session of one press: the
// same control, the same limits, the same guard.
import { ask, Refusal } from "./ask.js";
import { BackView } from "./back.js";
import { $, show, text } from "./dom.js";
import { onSnapshot } from "./frame.js";
import { forgetOwn, hearOwn, limitBy } from "./own.js";
import { stayAwake } from "./awake.js";
import { clock, fill, words } from "./words.js";

const BEAT_MS = 1000;
// Where the levels of the mean person lie on the machine's scale, after sink and slump; S1 and T12 as the picture has them.
const MEAN = [["S1", 117], ["L5", 137], ["L4", 178], ["L3", 218], ["L2", 258], ["L1", 296], ["T12", 329]].map(([name, along_mm]) => ({ name, along_mm, doubt_mm: 15 }));
const CM_1 = 10; // nearer than this to another level is a matter of taste

const back = new BackView($("back")), form = $("press");
const known = JSON.parse(document.getElementById("known")?.textContent ?? "null");
let latest = null, mine = false, was = "", slow = false;

const active = (s) => s && s.stage !== "idle" && s.stage !== "done";
const chosen = () => Object.fromEntries(new FormData(form));
const nameOf = ({ level, force, hold }) => `here-${level.toLowerCase()}-${force}-${hold}`;

// levels are where they are believed to be: as this session found them, as this person's were found before, or the mean's.
const levels = () => (latest?.levels?.length ? latest.levels : known ?? MEAN);

function drawn(s) {
  const at = chosen().level;
  return active(s) ? s : { ...s, levels: levels(), level: at };
}

function render(s) {
  latest = s;
  const now = performance.now(), on = active(s), stroke = { kind: "press", from: chosen().level, to: chosen().level };
  back.show(drawn(s), now, { doing: stroke });
  back.look(true, now);
  back.pick(on ? null : levels().find((l) => l.name === chosen().level)?.along_mm ?? null);
  show(form, !on);
  show($("held"), on);
  if (on && was !== s.stage) $("here").scrollIntoView?.({ block: "nearest" });
  if (on) {
    stage(s);
    const most = Math.max(s.rollers[0].force_n, s.rollers[1].force_n);
    text($("held-force"), fill(s.limit_n > 0 ? words.labels.of : words.labels.newton, { f: Math.round(most), limit: Math.round(s.limit_n) }));
    const by = limitBy(s);
    text($("held-note"), by ? words.limits[by] ?? fill(words.limits[""], { by }) : "");
    if (s.stage === "massage" && mine && !slow && s.pace > 1) { // the way there may be fast; the pressure itself is felt as it is
      slow = true;
      ask("pace", { pace: 1 }).catch(() => { slow = false; });
    }
  }
  if (on && !active({ stage: was || "idle" })) {
    $("stop").focus({ preventScroll: true });
    stayAwake(true, () => {});
  }
  if (!on && active({ stage: was || "idle" })) over(s);
  else if (!on && s.fault) say(`${capital(s.fault.title)}: ${s.fault.do} Clear it where you start.`);
  was = s.stage;
}

const capital = (s) => s.charAt(0).toUpperCase() + s.slice(1);
const say = (line) => text($("here-says"), line);

function stage(s) {
  const line = words.stages[s.stage];
  text($("held-stage"), s.stage === "massage" ? `${fill(words.labels.at, { technique: words.techniques[s.technique]?.title ?? "", level: s.level ?? "" })}, ${clock(s.left_s)} ${words.labels.left}` : line.title);
  say(s.stage === "massage" ? words.techniques.press.text : line.text);
  $("held-end").disabled = $("held-softer").disabled = s.stage !== "massage";
}

function over(s) {
  [mine, slow] = [false, false];
  forgetOwn();
  stayAwake(false);
  if (s.fault) say(`${words.outcomes.fault.title}: ${s.fault.title}. ${s.fault.do}`);
  else if (s.outcome === "finished") say("Done: the rollers have left the back. Choose the next place.");
  else if (s.outcome === "stopped") say("Stopped: the rollers have left the back.");
  else say(s.reason ? `${capital(s.reason)}.` : "It has ended.");
  form.querySelector("input:checked")?.focus({ preventScroll: true });
}

function refused(e) {
  if (!(e instanceof Refusal)) throw e;
  text($("message"), capital(e.message));
  show($("message"), true);
}

form.addEventListener("change", () => {
  const me = $("as-me");
  if (me) me.href = `/?programme=${nameOf(chosen())}`;
  if (latest) render(latest);
});
form.addEventListener("submit", async (e) => {
  e.preventDefault();
  show($("message"), false);
  const c = chosen();
  mine = true;
  try {
    render((await ask("start", { programme: nameOf(c), body: c.body ?? "", seed: 1, pace: Number(c.pace) || 1 })).snapshot);
  } catch (failed) {
    mine = false;
    refused(failed);
  }
});
for (const [id, verb] of [["held-end", "finish"], ["held-softer", "softer"]]) {
  $(id).addEventListener("click", () => ask(verb).catch(refused));
}

$("back").addEventListener("click", (e) => {
  if (active(latest)) return;
  const along = back.along(e.offsetY);
  const near = [...levels()].sort((a, b) => Math.abs(a.along_mm - along) - Math.abs(b.along_mm - along))[0];
  const ends = levels().map((l) => l.along_mm);
  if (along < Math.min(...ends) - 3 * CM_1 || along > Math.max(...ends) + 3 * CM_1) {
    say("The rollers press from S1 to T12. Touch the back there.");
    return;
  }
  const input = form.querySelector(`input[name="level"][value="${near.name}"]`);
  input.checked = true;
  say(`${near.name}. Press there when you like.`);
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

onSnapshot(render);
setInterval(async () => {
  if (!mine || !active(latest)) return;
  try {
    hearOwn((await ask("beat")).snapshot);
  } catch { /* the stream says what is wrong */ }
}, BEAT_MS);

function frame(now) {
  back.frame(now);
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);
