// After a session: how it ended, in plain words, and what can be done next.
import { $, show, text } from "./dom.js";
import { clock, words } from "./words.js";

export function makeAfter({ again, other, clear }) {
  $("again").addEventListener("click", again);
  $("other").addEventListener("click", other);
  $("clear").addEventListener("click", clear);

  return (s) => {
    const fault = s.fault, line = words.outcomes[fault ? "fault" : s.outcome] ?? words.stages.done;
    text($("outcome"), fault ? sentence(fault.title) : line.title);
    text($("outcome-text"), s.outcome === "ended" && s.reason ? `${sentence(s.reason)}.` : line.text);
    show($("fault"), Boolean(fault));
    if (fault) {
      text($("fault-text"), fault.text);
      text($("fault-does"), fault.does);
      text($("fault-do"), fault.do);
      text($("fault-line"), `${fault.code}: ${fault.line}`);
    }
    show($("clear"), Boolean(fault));
    show($("again"), !fault);
    show($("other"), !fault);
    const tally = [s.title, s.elapsed_s > 0 ? `${clock(s.elapsed_s)} of massage` : "", s.body];
    text($("tally"), tally.filter(Boolean).join(", "));
  };
}

const sentence = (s) => s.charAt(0).toUpperCase() + s.slice(1);
