// After a session, or with a fault that is still there: how it ended, why the person stopped it, what can be done.
import { saysOf } from "./choose.js";
import { $, pairs, show, text } from "./dom.js";
import { clock, words } from "./words.js";

const PAST = ["finished", "ended", "interrupted"]; // outcomes after which something may have felt wrong, too

// makeAfter takes what its buttons do. Its show takes a snapshot and how the session ended; its asks says whether
// the person still has to say why they stopped.
export function makeAfter({ again, other, clear, wrong, hard }) {
  let answer = "", own = false, cleared = null; // why the session was stopped; the fault that the owner has looked at
  const outcomeOf = (s) => s.outcome ?? "";

  for (const button of document.querySelectorAll("#why button")) {
    button.addEventListener("click", async () => {
      const said = button.dataset.why;
      if (said === "wrong") {
        if (!(await wrong())) return; // the page says why not
      } else { // that something felt wrong is answered once the chair has taken it up
        if (said === "hard") hard();
        answer = said;
      }
      render();
      $("outcome").focus({ preventScroll: true });
    });
  }
  $("again").addEventListener("click", again);
  $("other").addEventListener("click", other);
  $("clear").addEventListener("click", clear);
  $("felt").addEventListener("click", wrong);
  $("looked").querySelector("input").addEventListener("change", () => render());

  let s = null, before = false; // before: a start was asked for and this question comes first
  const asks = (shot) => shot.outcome === "stopped" && !shot.fault && answer === "" && !own;

  function render() {
    const { fault } = s, asking = asks(s);
    head(s, fault, asking, before, answer);
    show($("why"), asking);
    show($("fault"), Boolean(fault));
    if (fault) card(fault);
    show($("looked"), fault?.severity === "repair");
    show($("clear"), Boolean(fault));
    show($("again"), !fault && !asking && !own); // a visit begins anew with its check
    show($("felt"), !fault && PAST.includes(outcomeOf(s)));
    show($("other"), !fault);
    const tally = [s.title, s.elapsed_s > 0 ? `${clock(s.elapsed_s)} of massage` : "", s.title ? nameOf(s.body) : ""];
    text($("tally"), tally.filter(Boolean).join(", "));
    text($("was-chosen"), saysOf(s.chosen));
    show($("was-chosen"), Boolean(s.chosen?.length));
  }

  // card shows a fault: what happened, what is done about it, and who may say that it is over.
  function card(fault) {
    const box = $("looked").querySelector("input"), key = `${fault.code} ${fault.at_ms}`;
    if (cleared !== key) [cleared, box.checked] = [key, false];
    $("fault").dataset.severity = fault.severity ?? "";
    const unwell = fault.severity === "unwell";
    const rows = [["happened", unwell ? "" : fault.text], ["chair", fault.does], ["you", fault.do],
      ["else", unwell ? words.labels.unwellElse : ""], ["clears", fault.clears && sentence(`${fault.clears}.`)]];
    pairs($("fault").querySelector("dl"), rows.filter(([, value]) => value).map(([term, value]) => [words.faultRows[term], value]));
    text($("fault-line"), fault.line);
    text($("clear"), words.clear[fault.severity] ?? words.clear[""]);
    $("clear").disabled = fault.severity === "repair" && !box.checked;
  }

  return {
    asks,
    show(shot) {
      s = shot;
      if (s.fault?.code === "felt_wrong") answer = "wrong"; // whoever said so
      render();
    },
    // first puts the question before a start.
    first() { before = true; },
    // settle is for a stop that was answered elsewhere; looks is true when it was a person's own visit, who only looks back.
    settle(looks = false) {
      if (!looks) answer ||= "stop";
      own = looks;
    },
    // begin forgets: another session has begun.
    begin() { [answer, before, own] = ["", false, false]; },
  };
}

// head says in a few words where things stand.
function head(s, fault, asking, before, answer) {
  const line = words.outcomes[s.outcome] ?? words.stages.done;
  const eyebrow = fault ? words.severities[fault.severity] ?? "" : "";
  text($("eyebrow"), eyebrow);
  show($("eyebrow"), eyebrow !== "");
  text($("outcome"), fault ? sentence(fault.title) : line.title);
  text($("outcome-text"), lead(s, fault, asking, before, answer, line));
}

function lead(s, fault, asking, before, answer, line) {
  if (fault) return s.outcome ? words.outcomes.fault.text : words.outcomes.latched.text;
  if (asking) return words.why[before ? "first" : "ask"];
  if (answer) return words.why[answer];
  return s.outcome === "ended" && s.reason ? `${sentence(s.reason)}.` : line.text;
}

const sentence = (s) => s.charAt(0).toUpperCase() + s.slice(1);

// nameOf is a simulated person as home calls them; one that home does not offer goes by its own name.
function nameOf(body) {
  const title = document.querySelector(`input[name="body"][value="${CSS.escape(body ?? "")}"]`)?.dataset.title ?? body ?? "";
  return title.charAt(0).toLowerCase() + title.slice(1);
}
