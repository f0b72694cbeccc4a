// A session on a closed chair: what was asked for beside what the chair says, where its carriage is, how far the last key has
// come, and what counts.
import { saysOf } from "./choose.js";
import { $, show, text } from "./dom.js";
import { clock, fill, words } from "./words.js";

const STEP = 22; // of the track's picture, as the server draws it
const w = words.closed ?? {};

const capital = (s) => s.charAt(0).toUpperCase() + s.slice(1);

// where is a part of the back in words.
function where(set) {
  if (!set.area) return "";
  return fill(w[set.area] ?? w.part, set);
}

export function makePanel() {
  const rows = Object.fromEntries([...document.querySelectorAll(".asked tbody tr")].map((tr) => [tr.dataset.row, [tr, ...tr.querySelectorAll("td")]]));
  const plan = $("plan");

  // row writes what was asked for and what is so, and marks whether that is the same.
  function row(name, asked, seen, same) {
    const [tr, left, right] = rows[name];
    if (asked !== null) text(left, asked);
    text(right, seen);
    const is = same === null ? "" : same ? "there" : "away";
    if (tr.dataset.is !== is) tr.dataset.is = is;
  }

  function table(s) {
    const { asked, seen, run, carriage, track, depth, depths, depth_most: most } = s.closed, works = run === "running", on = Boolean(asked.mode);
    row("mode", on ? name(asked.mode) : w.none, works ? name(seen.mode) : w[run] ?? run, on ? works && seen.mode === asked.mode : null);
    row("speed", on ? fill(w.speed, { n: asked.speed, all: s.closed.speeds }) : "", works ? fill(w.speed, { n: seen.speed, all: s.closed.speeds }) : "", on ? works && seen.speed === asked.speed : null);
    const inside = asked.area === "whole" || carriage >= asked.from && carriage <= asked.to;
    row("place", on ? where(asked) : "", works ? `${fill(w.at, { n: carriage, all: track })}` : "", on ? works && inside && seen.area === asked.area : null);
    row("heat", on ? (asked.heat ? w.yes : w.no) : "", works ? (seen.heat ? w.yes : w.no) : "", on ? works && seen.heat === asked.heat : null);
    row("depth", null, works ? fill(w.depth, { n: depth, all: depths, most }) : "", works ? depth <= most : null);
  }

  // picture shows the carriage on its track, and the part of it that was asked for.
  function picture(s) {
    const { asked, carriage, track, run } = s.closed, y = (n) => (track - n) * STEP + STEP;
    const [from, to] = asked.area === "whole" ? [0, track] : [asked.from, asked.to];
    $("range").setAttribute("d", asked.mode ? `M28 ${y(to)}V${y(from)}` : "");
    $("is").setAttribute("cy", String(y(carriage)));
    $("is").toggleAttribute("hidden", run !== "running"); // of a picture the property is none
    text($("where"), run === "running" ? fill(w.at, { n: carriage, all: track }) : "");
  }

  // key says how far the last key has come, in plain words.
  function key(s) {
    const { what, progress, presses } = s.closed.action, [key, is] = $("key").children;
    show($("key"), Boolean(what));
    if (!what) return;
    text(key, `${capital(what)}:`);
    text(is, `${w[progress] ?? progress}${presses > 1 ? fill(w.again, { n: presses }) : ""}`);
    $("key").dataset.progress = progress;
  }

  function steps(s) {
    const { step, steps: all } = s.closed;
    if (plan.children.length !== all) plan.replaceChildren(...Array.from({ length: all }, (_, i) => Object.assign(document.createElement("li"), { textContent: String(i + 1) })));
    [...plan.children].forEach((li, i) => {
      const over = step === 0 && s.stage !== "reaching";
      const state = over || i + 1 < step ? "past" : i + 1 === step ? "now" : "";
      if (li.dataset.state !== state) li.dataset.state = state;
      li.style.setProperty("--progress", state === "past" ? 1 : state === "now" ? 0.5 : 0);
    });
  }

  function trouble(s) {
    const { link, link_why: why, remote } = s.closed;
    const line = remote ? w.remote : link === "lost" ? `${capital(fill(w.lost, { why: why ?? "" }))}` : "";
    text($("trouble"), line);
    show($("trouble"), line !== "");
  }

  return {
    show(s, own) {
      const c = s.closed, massage = s.stage === "massage";
      steps(s);
      text($("phase"), massage && s.phase ? `${capital(s.phase)} · ${fill(w.step, { n: c.step, all: c.steps })}` : s.title ?? "");
      text($("doing"), doing(s));
      text($("about"), about(s));
      show($("clock"), massage && s.left_s > 0);
      const [left, word] = $("clock").children;
      text(left, clock(s.left_s));
      text(word, s.pace > 1 ? `${words.labels.left}, ${fill(words.labels.atPace, { time: clock(s.left_s / s.pace), pace: s.pace })}` : words.labels.left);
      table(s);
      picture(s);
      key(s);
      trouble(s);
      text($("spent"), fill(w.counts, { spent: clock(c.spent_s), most: clock(c.most_s) }));
      text($("own"), c.own_left_s > 0 ? fill(w.own, { time: clock(c.own_left_s) }) : w.ownNone);
      text($("run"), capital(w[c.run] ?? c.run));
      text($("link-is"), capital(fill(w[c.link] ?? "", { why: c.link_why ?? "" })));
      for (const b of document.querySelectorAll("#session .dock button")) b.disabled = !massage || b.dataset.verb === "softer" && c.slowest;
      const lines = own ?? s.changed ?? [], list = $("changed").querySelector("ul");
      show($("changed"), lines.length > 0);
      text($("changed").querySelector("summary"), fill(lines.length === 1 ? words.labels.changed1 : words.labels.changed, { n: lines.length }));
      if (list.children.length !== lines.length) list.replaceChildren(...lines.map(() => document.createElement("li")));
      lines.forEach((line, i) => text(list.children[i], line));
      text($("chosen"), saysOf(s.chosen));
      show($("chosen"), Boolean(s.chosen?.length));
    },
    // says is the session in one sentence, for whoever does not see it.
    says(s) {
      return s.stage === "massage" && s.phase ? `${capital(s.phase)}. ${doing(s)}.` : doing(s);
    },
  };
}

// name is what a key does, in plain words where the technique is known.
const name = (mode) => (mode ? capital(mode) : w["not known"]);

function doing(s) {
  if (s.stage !== "massage") return words.stages[s.stage].title;
  return words.techniques[s.technique]?.title ?? words.stages.massage.title;
}

function about(s) {
  if (s.stage !== "massage") return words.stages[s.stage].text;
  const { there, action } = s.closed;
  return there ? capital(w.there) : action.what && action.progress !== "verified" ? `${capital(action.what)}: ${w[action.progress] ?? action.progress}` : capital(w.way);
}
