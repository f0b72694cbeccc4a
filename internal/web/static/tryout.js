// Trying the chair, with nobody in it. What is held is a lease of 300 ms that this page renews ten times a second; each
// answer names its step, so that a late one moves nothing else. While this page's test is under way it looks several times a
// second: that is the sign that somebody is beside the chair.
import { ask, Refusal } from "./ask.js";
import { show, text } from "./dom.js";
import { onLetGo } from "./frame.js";
import { makeHold } from "./hold.js";
import { words } from "./words.js";

const HOLD_MS = 100, LOOK_MS = 250, ANSWER_MS = 600, CLICK_MS = 2000;
const MOST = 2; // requests on their way at a time: STOP must always find a free connection

// makeTryout makes the section work.
export function makeTryout(section) {
  const $ = (id) => section.querySelector(`#tryout-${id}`);
  const begin = $("begin"), hold = $("hold");
  let now = null, holding = false, timer = 0, under = 0, trouble = "";

  async function send(what, more = {}) {
    if (under >= MOST && what !== "end") return;
    under++;
    try {
      const reply = await ask("test", { test: { do: what, step: now?.name ?? "", ...more } }, { wait: what === "begin" ? 4000 : ANSWER_MS });
      if (what !== "look") trouble = "";
      if (reply.test) now = reply.test;
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if (what === "look") return; // the next one may come through; the page says when nothing is heard any more
      const why = refusal.status === 0 ? words.tryout.lost : refusal.message;
      trouble = `${why.charAt(0).toUpperCase()}${why.slice(1)}${/[.?]$/.test(why) ? "" : "."}`;
      release();
    } finally {
      under--;
      say();
    }
  }

  const release = makeHold(hold, {
    begin() {
      holding = true;
      hold.dataset.held = "";
      send("hold");
      timer = setInterval(() => send("hold"), HOLD_MS);
    },
    end() {
      holding = false;
      delete hold.dataset.held;
      clearInterval(timer);
    },
  }, CLICK_MS);
  onLetGo(release);
  $("yes").addEventListener("click", () => send("yes"));
  $("no").addEventListener("click", () => send("no"));
  $("end").addEventListener("click", () => send("end"));
  begin.addEventListener("submit", (e) => {
    e.preventDefault();
    const of = (name) => Number((begin.elements[name]?.value ?? "").replace(",", ".")) || 0; // 0 is not said, or not asked
    now = null;
    send("begin", { who: begin.elements.who.value.trim(), room_c: of("room"), push_n: of("push") });
  });
  setInterval(() => { if (now && !now.outcome && now.yours && !holding) send("look"); }, LOOK_MS);

  let asked = "";

  function say() {
    const going = Boolean(now && !now.outcome && now.yours), over = Boolean(now?.outcome);
    show(begin, !going && !(now && !now.outcome));
    show($("step"), going);
    show($("over"), over);
    const other = now && !now.outcome && !now.yours ? words.tryout.other : "";
    show($("says"), Boolean(trouble || other));
    text($("says"), trouble || other);
    done(now?.results ?? []);
    if (over) {
      text($("outcome"), now.outcome === "passed" ? words.tryout.passed : `${words.tryout[now.outcome]} ${now.why ?? ""}`.trim());
      text($("kept"), now.record ?? "");
    }
    if (!going) return;
    text($("count"), words.tryout.step.replace("{step}", now.step).replace("{steps}", now.steps));
    text($("title"), now.title);
    text($("text"), now.text ?? "");
    show(hold, now.how === "hold");
    const button = now.name === "button" && now.how === "hold"; // the red one: pressed, and nothing happens
    show($("yes"), now.how === "confirm");
    show($("no"), now.how === "confirm" || button);
    text($("no"), button ? words.tryout.nothing : words.tryout.no);
    way(now.action);
    text(hold, now.moving ? words.tryout.moves : words.tryout.hold);
    if (asked !== `${now.name} ${now.how}`) { // what is asked next is where the hand is
      asked = `${now.name} ${now.how}`;
      release();
      if (document.activeElement === document.body || section.contains(document.activeElement)) (now.how === "hold" ? hold : now.how === "confirm" ? $("yes") : $("end")).focus({ preventScroll: true });
    }
  }

  // way is the last key of a closed chair, and how far it has come.
  const ways = [...($("way")?.children ?? [])], names = ways.map((x) => x.dataset.is);

  function way(action) {
    if (!$("way")) return;
    const at = names.indexOf(action?.progress);
    show($("way"), at >= 0);
    show($("key"), Boolean(action));
    if (!action) return;
    const line = action.presses > 1 ? words.tryout.presses : words.tryout.key;
    text($("key"), line.replace("{key}", action.what).replace("{progress}", action.progress).replace("{n}", action.presses));
    ways.forEach((x, i) => x.classList.toggle("done", i <= at));
  }

  // done lists what is over, the newest first.
  function done(results) {
    const list = $("done");
    if (list.children.length > results.length) list.replaceChildren();
    for (const r of results.slice(list.children.length)) {
      const item = document.createElement("li"), title = document.createElement("b"), state = document.createElement("span");
      title.textContent = r.title;
      state.textContent = ` ${r.passed ? words.tryout.ok : words.tryout.bad}`;
      state.className = r.passed ? "quiet" : "bad";
      item.append(title, state);
      const lines = [...(r.why ? [r.why] : []), ...(r.figures ?? [])];
      if (lines.length > 0) {
        const figures = document.createElement("ul");
        figures.append(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
        item.append(figures);
      }
      list.append(item);
    }
  }

  send("look");
}
