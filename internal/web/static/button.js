// "Press your button now": a Bluetooth remote, a pedal or a key becomes one more STOP. This device remembers which, and it is
// tried before each session. Whatever arrives as a key, as a media key that the browser hands on, or as a button of a game
// controller can be learned; whether it arrives at all, only the try tells.
import { $, show, text } from "./dom.js";
import { fill, words } from "./words.js";

const KEPT = "lumbar.stop";
const LOOK_MS = 40; // between two looks at game controllers
// These have a meaning already, here or in moving about a page.
const TAKEN = ["e", "m", "o", "w", " ", "enter", "escape", "tab", "shift", "control", "alt", "meta", "capslock", "arrowup", "arrowdown", "arrowleft", "arrowright", "unidentified", "process", "dead"];
const MEDIA = ["play", "pause", "stop", "nexttrack", "previoustrack"];

// trying shows the question, or takes it away; nothing behind it is to be reached meanwhile.
function trying(on) {
  show($("trybutton"), on);
  for (const id of ["home", "visit"]) $(id).inert = on;
}

// makeButton takes what a press of the learned button does. Its tried resolves once the button was tried before a session, or
// somebody goes on without, and at once where none is learned.
export function makeButton(pressed) {
  let learned = read(), mode = "", settle = null; // mode: "", "learn", "try"
  let timer = 0;
  const down = new Set(); // buttons of controllers

  function read() {
    try {
      const b = JSON.parse(localStorage.getItem(KEPT) ?? "null");
      return typeof b?.kind === "string" && typeof b.code === "string" ? { kind: b.kind, code: b.code, name: String(b.name ?? b.code) } : null;
    } catch { return null; }
  }

  function keep(button) {
    learned = button;
    try {
      if (button) localStorage.setItem(KEPT, JSON.stringify(button));
      else localStorage.removeItem(KEPT);
    } catch { /* a browser that keeps nothing: it holds for as long as the page is open */ }
    listen();
  }

  // press is any button that could be meant. It says whether it was taken.
  function press(kind, code, name) {
    if (mode === "learn") {
      keep({ kind, code, name });
      mode = "";
      draw(fill(words.button.learned, { name }));
      return true;
    }
    if (!learned || learned.kind !== kind || learned.code !== code) return false;
    if (mode === "try") tryOver(true);
    else if (document.activeElement?.closest?.("#learn") && !$("learn").closest(".view").hidden) draw(words.button.works);
    else pressed();
    return true;
  }

  document.addEventListener("keydown", (e) => {
    if (e.repeat || e.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
    const key = e.key.toLowerCase();
    if (mode === "learn" && key === "escape") {
      mode = "";
      draw();
      return;
    }
    if (TAKEN.includes(key)) {
      if (mode === "learn" && !["tab", "shift", "control", "alt", "meta"].includes(key)) draw(words.button.taken);
      return;
    }
    if (mode === "" && e.target.closest?.("input:not([type=radio], [type=checkbox], [type=range]), textarea, select")) return;
    if (press("key", e.code || e.key, e.key.length === 1 ? e.key.toUpperCase() : e.key)) e.preventDefault();
  }, true);

  // listen hears what does not come as a key: only while it is needed.
  function listen() {
    const media = navigator.mediaSession;
    for (const action of media ? MEDIA : []) {
      const need = mode !== "" || (learned?.kind === "media" && learned.code === action);
      try { media.setActionHandler(action, need ? () => press("media", action, action) : null); } catch { /* not known here */ }
    }
    clearInterval(timer);
    if (mode === "" && learned?.kind !== "pad") return;
    pads(false); // what is still held from before is no press
    timer = setInterval(pads, LOOK_MS, true);
  }

  function pads(heard) {
    for (const pad of navigator.getGamepads?.() ?? []) {
      pad?.buttons.forEach((b, i) => {
        const code = `${pad.id} ${i}`, was = down.has(code);
        if (!b.pressed) down.delete(code);
        else if (!was) {
          down.add(code);
          if (heard) press("pad", code, fill(words.button.pad, { n: i + 1 }));
        }
      });
    }
  }

  // draw says in home what is learned, and what just happened.
  function draw(line = "") {
    text($("button-is"), line || (mode === "learn" ? words.button.now : learned ? fill(words.button.has, { name: learned.name }) : words.button.none));
    text($("button-learn"), mode === "learn" ? words.button.cancel : words.button[learned ? "other" : "learn"]);
    show($("button-forget"), learned !== null && mode === "");
    listen();
  }
  $("button-learn").addEventListener("click", () => {
    mode = mode === "learn" ? "" : "learn";
    draw();
  });
  $("button-forget").addEventListener("click", () => {
    keep(null);
    draw();
    $("button-learn").focus();
  });
  $("learn").addEventListener("toggle", () => {
    if ($("learn").open || mode !== "learn") return;
    mode = "";
    draw();
  });

  function tryOver(worked) {
    mode = "";
    trying(false);
    listen();
    const done = settle;
    settle = null;
    done?.(worked);
  }
  $("try-without").addEventListener("click", () => tryOver(false));
  draw();

  return {
    tried() {
      if (!learned) return Promise.resolve(true);
      mode = "try";
      text($("try-says"), fill(words.button.try, { name: learned.name }));
      trying(true);
      $("try-without").focus();
      listen();
      return new Promise((take) => { settle = take; });
    },
    // off ends a try that nobody answers, as when a session begins elsewhere.
    off() { if (mode !== "") { mode = ""; trying(false); settle?.(false); settle = null; draw(); } },
  };
}
