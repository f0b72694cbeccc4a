// A control that does something for as long as it is held, with a finger, a mouse or a key, and at once no longer.
// Who cannot hold, as with a switch or a screen reader, clicks: that holds for a while, or until the next click.

// makeHold calls on.begin(how) and on.end(); how is "held" or "clicked", which ends after most milliseconds. It
// returns what lets go. Whatever takes hand or eye away lets go as well.
export function makeHold(button, on, most) {
  let by = null, timer = 0; // what holds: a pointer's number, a key, or "click"

  function begin(what) {
    if (by !== null || button.getAttribute("aria-disabled") === "true") return;
    by = what;
    if (what === "click") timer = setTimeout(release, most);
    on.begin(what === "click" ? "clicked" : "held");
  }

  function release() {
    if (by === null) return;
    by = null;
    clearTimeout(timer);
    on.end();
  }

  button.addEventListener("pointerdown", (e) => {
    if (e.button !== 0 || !e.isPrimary) return;
    if (by === "click") {
      release();
      return;
    }
    try {
      button.setPointerCapture(e.pointerId);
    } catch { /* a pointer that is gone already: its end will not come, so it must not begin */
      return;
    }
    begin(e.pointerId);
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    button.addEventListener(end, (e) => { if (by === e.pointerId) release(); });
  }
  button.addEventListener("contextmenu", (e) => e.preventDefault()); // what a long touch brings up elsewhere

  button.addEventListener("keydown", (e) => {
    if (e.key !== "Enter" && e.key !== " ") return;
    e.preventDefault();
    if (e.repeat) return;
    if (by === "click") release();
    else begin(e.key);
  });
  button.addEventListener("keyup", (e) => {
    if (e.key !== "Enter" && e.key !== " ") return;
    e.preventDefault(); // no click of its own
    if (by === e.key) release();
  });
  button.addEventListener("click", (e) => {
    if (e.detail !== 0) return; // the end of a press, which has had its time
    if (by === "click") release();
    else begin("click");
  });

  button.addEventListener("blur", release);
  addEventListener("blur", release);
  addEventListener("pagehide", release);
  document.addEventListener("visibilitychange", () => { if (document.hidden) release(); });
  return release;
}
