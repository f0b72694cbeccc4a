// The person's part of a session. Each step comes from the server as a form and goes back to it as one: what is
// answered is never kept here, nor in an address.
import { keepName, letGo, me, reloaded } from "./ask.js";
import { $ } from "./dom.js";
import { clock, words } from "./words.js";

const ANSWER_MS = 8000;

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

// makeVisit takes what the page waits for before a session, what it does when a step is to be shown, when a session is asked for, and when the visit is
// over: whether there was a session, what went wrong, and whether the person wants to look back on it; tape says whether they can.
export function makeVisit({ before = async () => {}, tape = () => false, show, starting, over }) {
  const box = $("visit");
  let step = "", seated = false, busy = false, ticking = 0;
  let looks = false; // back on the session, as the last thing
  let finding = reloaded; // a visit of before the reload may still be there

  async function go(fields, quiet = false) {
    if (busy) return;
    busy = true;
    try {
      if (fields.get("do") === "start") {
        await before();
        starting();
      }
      take(await send(fields), quiet);
    } catch (e) {
      problem(e.message);
    } finally {
      busy = false;
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
    const was = step;
    step = section.dataset.step;
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
    if (quiet && step === was && box.children.length > 0) return;
    box.replaceChildren(section);
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
    looks = e.submitter?.hasAttribute("data-lookback") ?? false;
    go(new URLSearchParams(new FormData(e.target, e.submitter)));
  });
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
    begin: (request, who) => go(new URLSearchParams({ ...request, who, do: "begin" })),
    // find goes on with the visit of before a reload, if there is one.
    find() { if (finding) go(new URLSearchParams({ do: "look" })); },
    look: () => go(new URLSearchParams({ do: "look" }), true),
  };
}
