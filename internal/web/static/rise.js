// "Let me up": while it is held, the chair brings back and leg rest to sitting. The chair stops by itself when
// nothing is asked any more: silence always ends it.
import { ask, Refusal } from "./ask.js";
import { $, show, text } from "./dom.js";
import { makeHold } from "./hold.js";
import { makeRecliner } from "./recliner.js";
import { words } from "./words.js";

const EVERY_MS = 150;    // the chair stops 400 ms after the last request
const ANSWER_MS = 600;   // no answer by then: the connection is gone
const MOST = 2;          // requests on their way at a time: STOP must always find a free connection
const CLICK_MS = 8000;   // how long a click holds
const SITTING_DEG = 115; // a back that leans no further is upright, on every chair

// makeRise makes the control work. Its hear takes each snapshot and whether the view may have the control; its
// release lets go.
export function makeRise() {
  const box = $("rise"), button = $("up"), draw = makeRecliner($("r-up"));
  let how = "", over = "", trouble = "", offered = false, cut = null, timer = 0, under = 0;

  const release = makeHold(button, {
    begin(by) {
      [how, trouble, cut] = [by, "", new AbortController()];
      send();
      timer = setInterval(send, EVERY_MS);
      say();
    },
    end() {
      how = "";
      clearInterval(timer);
      cut.abort(); // what is still on its way must not go on with it
      say();
    },
  }, CLICK_MS);

  async function send() {
    const { signal } = cut;
    if (under >= MOST) return;
    under++;
    try {
      await ask("up", {}, { wait: ANSWER_MS, cut: signal });
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if (signal.aborted) return;
      trouble = refusal.status === 0 ? words.up.lost : refusal.message;
      release();
    } finally {
      under--;
    }
  }

  function say() {
    const state = over || how || (trouble ? "trouble" : "ready");
    if (button.dataset.state === state) return;
    button.dataset.state = state;
    button.setAttribute("aria-disabled", String(over !== ""));
    text($("up-says"), words.up[state] ?? trouble);
    text($("up-heard"), state === "ready" ? "" : $("up-says").textContent);
  }

  function hear(s, may) {
    const can = s.can_up || s.rising;
    offered = may && (offered || can);
    if (how && !(offered && can)) release();
    over = !offered || can ? "" : s.recline_deg <= SITTING_DEG ? "there" : "stuck";
    show(box, offered);
    if (!offered) trouble = "";
    else draw(s.recline_deg, s.leg_rest_deg);
    say();
  }

  return { hear, release };
}
