// The person's part of a session. Each step comes from the server as a form and goes back to it as one: what is
// answered is never kept here, nor in an address.
import { keepName, letGo, me, reloaded } from "./ask.js";
import { pairsOf } from "./choose.js";
import { $ } from "./dom.js";
import { clock, words } from "./words.js";

const ANSWER_MS = 8000;
const UNREAD_MS = 700; // the second press of a double one comes sooner after the first

// send posts a form and gives the step that follows. The answer is read as a document of its own, in which nothing
// runs; only nodes are taken from it.
function send(fields) {
  fields.set("by", me);
  return new Promise((take, fail) => {
    const r = new XMLHttpRequest();
    r.open("POST", "/visit");
    r.responseType = "document";
    r.timeout = ANSWER_MS;
    r.onload = () => {
      const step = r.status === 200 && r.response?.querySelector("section[data-step]");
      if (step) take(document.adoptNode(step));
      else fail(new Error(words.notes.failed));
    };
    r.onerror = r.ontimeout = () => fail(new Error(words.notes.failed));
    r.send(fields);
  });
}

// makeVisit takes what the page waits for before a session, what it does when a step is to be shown, when a session is asked
// for, and when the visit is over: whether there was a session, what went wrong, and whether the person wants to look back on
// it; tape says whether they can.
export function makeVisit({ before = async () => {}, tape = () => false, show, starting, over }) {
  const box = $("visit");
  let step = "", turn = "", seated = false, ticking = 0, shown = 0;
  let under = "";      // what is on its way: a "press", a "look", or nothing
  let pressed = null;  // a press while a look was on its way: it is not lost
  let unseen = false;  // and a look that was wanted while anything was
  let looks = false;   // back on the session, as the last thing
  let finding = reloaded; // a visit of before the reload may still be there

  // go sends a press or a look, one at a time: a second press before the first is answered is the same press. quiet leaves what
  // is shown, with all that is marked there, as long as it is what is asked.
  async function go(fields, quiet = false, back = false) {
    const kind = fields.get("do") === "look" ? "look" : "press";
    if (under) {
      if (kind === "look") unseen = true;
      else if (under === "look") pressed ??= [fields, false, back];
      return;
    }
    under = kind;
    if (kind === "press") [box.ariaBusy, looks] = ["true", back];
    try {
      if (fields.get("do") === "start") {
        await before();
        starting();
      }
      take(await send(fields), quiet);
    } catch (e) {
      problem(e.message);
    } finally {
      [under, box.ariaBusy] = ["", null];
      const [next, look] = [pressed, unseen];
      [pressed, unseen] = [null, false];
      if (next) go(...next);
      else if (look && step) go(new URLSearchParams({ do: "look" }), true);
    }
  }

  function problem(line) {
    let p = box.querySelector(".problem");
    if (!p) {
      p = document.createElement("p");
      p.className = "problem";
      p.setAttribute("role", "alert");
      box.querySelector("section")?.prepend(p);
    }
    p.textContent = line;
  }

  // take shows a step. One that is there already, after nothing but a look, stays as it is.
  function take(section, quiet) {
    const was = step, turnWas = turn;
    [step, turn] = [section.dataset.step, section.dataset.turn];
    clearInterval(ticking);
    if (step === "over" || (step === "gone" && finding)) {
      letGo();
      const had = seated, line = section.querySelector(".problem")?.textContent ?? "";
      [step, seated, finding] = ["", false, false];
      box.replaceChildren();
      over(had, line, had && looks && line === "" && tape());
      looks = false;
      return;
    }
    if (step === "gone") letGo();
    else keepName();
    finding = false;
    seated ||= step === "session";
    if (quiet && step === was && turn === turnWas && box.children.length > 0) return;
    box.replaceChildren(section);
    shown = performance.now();
    const again = section.querySelector("[data-lookback]");
    if (again) again.hidden = !(seated && tape());
    const timer = section.querySelector(".timer");
    if (timer) count(timer, Number(timer.dataset.seconds));
    show();
    section.querySelector("h1")?.focus({ preventScroll: true });
    if (!quiet) scrollTo(0, 0);
  }

  // count runs a movement's timer. Nothing waits for it.
  function count(timer, seconds) {
    const end = performance.now() + seconds * 1000;
    const tick = () => {
      const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      timer.textContent = left > 0 ? clock(left) : words.notes.timeUp;
      if (left === 0) clearInterval(ticking);
    };
    ticking = setInterval(tick, 250);
    tick();
  }

  box.addEventListener("submit", (e) => {
    e.preventDefault();
    go(new URLSearchParams(new FormData(e.target, e.submitter)), false, e.submitter?.hasAttribute("data-lookback") ?? false);
  });
  // The second press of a double one would answer what has only just come in its place, and nobody has read.
  box.addEventListener("click", (e) => {
    if (e.detail < 2 || performance.now() - shown > UNREAD_MS) return;
    e.preventDefault();
    e.stopPropagation();
  }, true);
  box.addEventListener("click", (e) => {
    if (e.target.closest("[data-print]")) print();
  });
  // A page that is left has two minutes to be back, as a reload is; a session that runs is still asked about.
  addEventListener("pagehide", () => {
    if (step) navigator.sendBeacon("/visit", new URLSearchParams({ do: "away", by: me }));
  });
  addEventListener("pageshow", (e) => {
    if (e.persisted && step) go(new URLSearchParams({ do: "look" }), true);
  });

  return {
    on: () => step !== "",
    begin: ({ set = {}, ...request }, who) => go(new URLSearchParams([...Object.entries({ ...request, who, do: "begin" }), ...pairsOf(request.programme, set)])),
    // find goes on with the visit of before a reload, if there is one.
    find() { if (finding) go(new URLSearchParams({ do: "look" })); },
    look: () => go(new URLSearchParams({ do: "look" }), true),
  };
}
