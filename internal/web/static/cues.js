// What is heard of a session by whoever lies there with closed eyes: a tone for a new phase, for firmer, for the end and for a
// stop, and a few words from a voice on this very device. Off until it is switched on, for this tab; never about anybody's
// health. A shared place has no switch, and no sound.
import { $, show } from "./dom.js";
import { END, FIRMER, hush, PHASE, REST, SOON, speak, speaks, tone, touch } from "./sound.js";
import { fill, words } from "./words.js";

const KEPT = "lumbar.sounds";
const SOON_S = 3;     // "in three, two, one"
const SAY_S = 3.4;    // when a voice begins to say that
const LONG_S = 6;     // a stroke that is over sooner, at a fast pace, is not announced

// makeCues takes nothing and makes the switch work. Its hear takes each snapshot of a session and where it is in its score;
// its over takes how a session ended.
export function makeCues() {
  const box = $("sounds"); // null in a shared place
  let part = "", force = 0, count = 0, said = false, done = false, real = 0, since = 0;

  const memory = (what) => { try { return what(sessionStorage); } catch { return null; } };
  const on = () => box?.checked ?? false;
  const voice = (line) => { if (speaks()) speak(line); };

  function forget() { [part, force, count, said, done, real] = ["", 0, 0, false, false, 0]; }

  if (box) {
    box.checked = memory((m) => m.getItem(KEPT)) === "on";
    box.addEventListener("change", () => {
      touch();
      memory((m) => (box.checked ? m.setItem(KEPT, "on") : m.removeItem(KEPT)));
      if (box.checked) {
        tone(PHASE);
        voice(words.cues.on);
      } else hush();
    });
    document.addEventListener("pointerdown", () => { if (on()) touch(); });
    const speech = () => show($("sounds-voice"), speaks());
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", speech);
    speech();
  }

  // phase says a new one, and of the stages before and after a massage each.
  function phase(s) {
    const now = s.stage === "massage" ? s.phase ?? "" : s.stage;
    if (!now || now === part) return false;
    const first = part === "";
    part = now;
    if (s.stage === "retreating") return false; // that has a tone of its own
    tone(PHASE);
    voice(s.stage === "massage" ? fill(words.cues.phase, { phase: s.phase, technique: words.techniques[s.technique]?.title ?? "" }) : first ? "" : words.stages[s.stage]?.title ?? "");
    return true;
  }

  // firmer announces a stroke that presses a level harder than this one.
  function firmer(s, at) {
    if (s.stage !== "massage" || s.paused || !at.doing) return;
    const left = at.until / s.pace;
    const key = s.stroke_index;
    if (key !== since) [since, count, said, real] = [key, 0, false, left];
    if (at.doing.force > force && force > 0) tone(FIRMER);
    force = at.doing.force;
    if (!at.next || at.next.force <= force || real < LONG_S) return;
    if (speaks()) {
      if (!said && left <= SAY_S) {
        said = true;
        speak(words.cues.firmer);
      }
      return;
    }
    const third = Math.ceil(left);
    if (third >= 1 && third <= SOON_S && third !== count) {
      count = third;
      tone(SOON, 0.12);
    }
  }

  return {
    hear(s, at) {
      done = false;
      if (!on()) return;
      if (s.stop || s.stage === "retreating") {
        if (part !== "stop") {
          part = "stop";
          tone(END);
          voice(words.cues.stop);
        }
        return;
      }
      phase(s);
      firmer(s, at);
    },
    over(s) {
      if (done) return;
      done = true;
      if (on()) {
        if (part !== "stop") tone(s.outcome === "finished" ? REST : END);
        if (part !== "stop") voice(s.outcome === "finished" ? words.cues.end : words.cues.stop);
      }
      part = "";
    },
    forget,
  };
}
