// My week: the open page proposes breaks. It never locks anything, makes no sound and asks for no permission unless the
// person has pressed for it.
import { $, show, text } from "./dom.js";

const BEAT_MS = 4 * 60_000;     // the server forgets a page that is silent for fifteen minutes
const PATIENCE_MS = 10 * 60_000; // a proposal that nobody answers goes away, and the next one comes later
const LONGEST_MS = 24 * 3600_000;

addEventListener("click", (e) => {
  if (e.target.closest("[data-print]")) print();
});

const box = $("break");
if (box?.dataset.token) breaks(box);

function breaks(section) {
  const ask = $("break-ask"), next = $("break-next"), how = $("how");
  let due = Number(section.dataset.due), timer = 0, on = false;

  // tell asks the server something of breaks and hears when the next one is due; 0 is never.
  async function tell(what) {
    try {
      const r = await fetch("/week/desk", {
        method: "POST", headers: { accept: "application/json" },
        body: new URLSearchParams({ token: section.dataset.token, do: what }),
      });
      if (!r.ok) {
        quiet();
        if (r.status === 410) text(next, "Breaks rest until this page is loaded again.");
        return;
      }
      const answer = await r.json();
      due = answer.due_ms;
      text(next, answer.next);
      plan();
    } catch { /* the frame says that nothing is heard */ }
  }

  // plan waits for the next break in steps that a timer can hold.
  function plan() {
    clearTimeout(timer);
    if (!(due > 0)) return quiet();
    const wait = due - Date.now();
    if (wait > 0) {
      quiet();
      timer = setTimeout(plan, Math.min(wait, LONGEST_MS));
    } else {
      propose();
      timer = setTimeout(() => tell("let"), PATIENCE_MS);
    }
  }

  function quiet() {
    on = false;
    show(ask, false);
    show(next, true);
    section.classList.remove("due");
  }

  function propose() {
    if (on) return;
    on = true;
    show(ask, true);
    show(next, false);
    section.classList.add("due");
    if (told("notify") && globalThis.Notification?.permission === "granted") {
      new Notification("A break, if it suits you", { body: ask.textContent, tag: "lumbar-break", silent: true });
    }
    if (told("sound")) tones();
  }

  // What this device does besides is kept on this device alone.
  const told = (name) => localStorage.getItem(`lumbar-break-${name}`) === "1";
  const keep = (name, is) => localStorage.setItem(`lumbar-break-${name}`, is ? "1" : "0");

  function switches() {
    show(how, true);
    $("sound").checked = told("sound");
    $("sound").addEventListener("change", (e) => {
      keep("sound", e.target.checked);
      if (e.target.checked) tones();
    });
    const may = "Notification" in globalThis && isSecureContext;
    $("notify").disabled = !may;
    if (!may) text($("how-note"), "This browser lets a page notify only over https, or on the chair's own machine.");
    $("notify").checked = may && told("notify") && Notification.permission === "granted";
    $("notify").addEventListener("change", async (e) => {
      const yes = e.target.checked && (await Notification.requestPermission()) === "granted";
      keep("notify", yes);
      if (e.target.checked && !yes) text($("how-note"), "This browser did not allow it. The page still says it.");
      e.target.checked = yes;
    });
  }

  switches();
  plan();
  setInterval(() => tell("beat"), BEAT_MS);
}

// tones are two soft ones, a fourth apart, and gone after a second.
function tones() {
  const Audio = globalThis.AudioContext;
  if (!Audio) return;
  const audio = new Audio();
  [392, 523].forEach((hz, i) => {
    const tone = audio.createOscillator(), loud = audio.createGain(), at = audio.currentTime + i * 0.35;
    tone.frequency.value = hz;
    loud.gain.setValueAtTime(0, at);
    loud.gain.linearRampToValueAtTime(0.08, at + 0.05);
    loud.gain.exponentialRampToValueAtTime(0.0005, at + 0.6);
    tone.connect(loud).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.65);
    if (i === 1) tone.onended = () => audio.close();
  });
}
