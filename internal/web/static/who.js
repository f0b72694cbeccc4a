// A page about one person: the digits of a PIN, and how long to wait after a wrong one. Everything works without it.
import { $, show, text } from "./dom.js";
import "./frame.js";

const form = $("pin-form");

if (form) {
  const pin = $("pin"), pad = form.querySelector(".pad");
  show(pad, true);
  show(form.querySelector(".plain-enter"), false);
  pad.addEventListener("click", (e) => {
    const digit = e.target.closest("[data-digit]")?.dataset.digit;
    if (!digit) return;
    if (digit === "back") pin.value = pin.value.slice(0, -1);
    else if (pin.value.length < pin.maxLength) pin.value += digit;
    text($("pin-count"), `${pin.value.length} digits`);
  });
  wait(Number(form.dataset.wait) || 0);
}

// wait counts down until the next attempt; the server decides, whatever is shown here.
function wait(seconds) {
  if (!seconds) return;
  const end = performance.now() + seconds * 1000, enter = form.querySelector(".enter"), says = $("pin-wait");
  const tick = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    enter.disabled = left > 0;
    if (left > 0) {
      // A screen reader is told once, and when it is over.
      if (left === seconds || left % 10 === 0) text(says, `The next attempt is possible in ${left} s.`);
      return;
    }
    clearInterval(ticking);
    text(says, "Try again.");
  };
  const ticking = setInterval(tick, 250);
  tick();
}
