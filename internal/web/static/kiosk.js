// A tablet beside the chair: the screen stays awake, and after some silence the page is Home again, with nothing of whoever was
// here. A session that runs, and a fault that is there, stay.
import { letGo, me } from "./ask.js";

const QUIET_MS = 120000; // so long may somebody think; the server keeps what they have said a little longer
const AGAIN_MS = 2000;   // between two requests to stay awake

let timer = 0, moved = false;

function silent() {
  if (!moved || document.body.dataset.view === "session" || document.querySelector("#fault:not([hidden])")?.checkVisibility()) {
    wait();
    return;
  }
  const was = me;
  letGo(); // a reload must not find their visit again
  navigator.sendBeacon("/visit", new URLSearchParams({ do: "away", by: was }));
  location.replace("/?kiosk");
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(silent, QUIET_MS);
}

for (const kind of ["pointerdown", "keydown", "input"]) {
  addEventListener(kind, () => {
    moved = true;
    wait();
  }, { capture: true, passive: true });
}
wait();

// Browsers keep a screen awake on a page of this very device, or one that came encrypted; elsewhere the tablet's own settings do.
let asked = 0;
async function awake() {
  if (!navigator.wakeLock || document.hidden || performance.now() - asked < AGAIN_MS) return;
  asked = performance.now();
  try {
    (await navigator.wakeLock.request("screen")).addEventListener("release", () => setTimeout(awake, AGAIN_MS));
  } catch { /* refused, as on a low battery */ }
}
document.addEventListener("visibilitychange", awake);
awake();
