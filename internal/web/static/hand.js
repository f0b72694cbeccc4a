// Moving an axis by hand, between sessions. The page has a lease of 300 ms and renews it ten times a second while a button
// is held; the chair stops by itself when nothing is asked any more. Each request says what moment of the chair this page
// has seen last: what was long under way moves nothing.
import { ask, Refusal } from "./ask.js";
import { show, text } from "./dom.js";
import { onLetGo } from "./frame.js";
import { makeHold } from "./hold.js";
import { words } from "./words.js";

const EVERY_MS = 100;
const ANSWER_MS = 600; // no answer by then: the connection is gone
const MOST = 2;        // requests on their way at a time: STOP must always find a free connection
const CLICK_MS = 2000; // how long a click holds

const UNITS = { recline: "°", leg_rest: "°" };

// makeHands makes the buttons work. Its hear takes each snapshot.
export function makeHands(section) {
  const line = section.querySelector("#hands-say"), way = section.querySelector("#hands-way"); // out, where nothing knows its place
  const axes = [...section.querySelectorAll("[data-axis]")].map((node) => ({
    name: node.dataset.axis, rollers: "rollers" in node.dataset, at: node.querySelector(".at"), buttons: [...node.querySelectorAll("button")],
  }));
  let held = null, trouble = "", seen = 0, latest = null, timer = 0, under = 0, cut = null;

  for (const axis of axes) {
    for (const button of axis.buttons) {
      const release = makeHold(button, {
        begin(how) {
          letGo();
          [held, trouble, cut] = [{ axis, button, how, release }, "", new AbortController()];
          button.dataset.held = "";
          send();
          timer = setInterval(send, EVERY_MS);
          say();
        },
        end() {
          if (held?.button !== button) return;
          held = null;
          delete button.dataset.held;
          clearInterval(timer);
          cut.abort(); // what is still on its way must not go on with it
          say();
        },
      }, CLICK_MS);
    }
  }
  const letGo = () => held?.release();
  onLetGo(() => {
    if (held) trouble = words.hand.lost;
    letGo();
  });

  async function send() {
    const { signal } = cut;
    if (under >= MOST) return;
    under++;
    try {
      const reply = await ask("move", { axis: held.axis.name, out: "out" in held.button.dataset, seen_ms: seen }, { wait: ANSWER_MS, cut: signal });
      seen = Math.max(seen, reply.snapshot.at_ms);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if (signal.aborted) return;
      const why = refusal.status === 0 ? words.hand.lost : refusal.message;
      trouble = `${why.charAt(0).toUpperCase()}${why.slice(1)}${why.endsWith(".") ? "" : "."}`;
      letGo();
    } finally {
      under--;
    }
  }

  // why says why an axis cannot be moved now; empty is that it can, as far as this page knows.
  function why(axis, s) {
    if (!s) return "silent";
    if (s.stage !== "idle" && s.stage !== "done") return "session";
    if (s.fault) return "fault";
    if (s.moving && !held) return "other";
    if (!s.axes?.find((a) => a.name === axis.name)?.homed) return "place";
    return axis.rollers && s.seated ? "seat" : "";
  }

  function say() {
    const reasons = axes.map((axis) => why(axis, latest));
    axes.forEach((axis, i) => {
      for (const button of axis.buttons) button.setAttribute("aria-disabled", String(reasons[i] !== ""));
    });
    const all = reasons.find((reason) => reason !== "" && reason !== "seat"), some = reasons.includes("seat") ? "seat" : "ready";
    show(way, !held && all === "place");
    text(line, held ? words.hand[held.how] : words.hand[all] || trouble || words.hand[some]);
  }

  return {
    hear(s) {
      latest = s;
      seen = s.at_ms; // a new engine counts anew
      for (const axis of axes) {
        const a = s.axes?.find((x) => x.name === axis.name);
        if (a) text(axis.at, `${a.pos.toFixed(1)}${UNITS[axis.name] ?? " mm"}`);
      }
      if (held && why(held.axis, s)) letGo();
      say();
    },
  };
}
