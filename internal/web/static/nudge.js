// The person's word that a level lies elsewhere: a line is chosen, and moved by 5 mm at a time. The picture shows at once
// where it will be; the session moves it when the rollers hardly press.
import { $, text } from "./dom.js";
import { fill, words } from "./words.js";

const STEP_MM = 5, MOST_MM = 30, SHARE = 0.8; // as the session has them: NudgeMost, nudgeShare
const NEAR_MM = 1.5; // a line that is so near to where it was to be is there
const UP = ["T12", "L1", "L2", "L3", "L4", "L5", "S1"]; // as the back has them, from above

// makeNudge takes how to ask, the picture, how to tell a listener, and what to do when it is done.
export function makeNudge({ act, back, say, done }) {
  let moved = {}, to = {}, chosen = "L4", felt = [], sending = Promise.resolve(), under = 0, open = false;
  const box = document.querySelector("#nudge .places7");

  for (const name of UP) {
    const label = document.createElement("label"), input = document.createElement("input"), place = document.createElement("span"), code = document.createElement("b");
    Object.assign(input, { type: "radio", name: "nudge", value: name, checked: name === chosen });
    place.textContent = words.places[name];
    code.textContent = name;
    label.append(input, code, place);
    box.append(label);
    input.addEventListener("change", () => { chosen = name; draw(); });
  }
  $("nudge-up").addEventListener("click", () => move(STEP_MM));
  $("nudge-down").addEventListener("click", () => move(-STEP_MM));
  $("nudge-done").addEventListener("click", () => done());

  const share = (a, b) => SHARE ** Math.abs(UP.indexOf(a) - UP.indexOf(b));
  const sum = (name) => moved[name] ?? 0;
  const fits = (mm) => UP.every((name) => Math.abs(sum(name) + mm * share(name, chosen)) <= MOST_MM + 0.01);

  // move nudges the chosen line. One at a time is on its way: the engine takes no two in one tick.
  function move(mm) {
    if (!fits(mm)) return;
    const level = chosen;
    for (const name of UP) {
      moved[name] = sum(name) + mm * share(name, level);
      to[name] = (to[name] ?? at(name)) + mm * share(name, level);
    }
    under++;
    sending = sending.then(async () => {
      if (!(await act("nudge", { level, mm }))) {
        for (const name of UP) {
          moved[name] -= mm * share(name, level);
          to[name] -= mm * share(name, level);
        }
      }
      under--;
      draw();
    });
    draw();
    say(line());
  }

  const at = (name) => felt.find((l) => l.name === name)?.along_mm ?? 0;

  function line() {
    const mm = Math.round(sum(chosen)), name = words.places[chosen], place = name.charAt(0).toUpperCase() + name.slice(1);
    const full = !fits(STEP_MM) || !fits(-STEP_MM);
    if (mm === 0) return fill(Object.keys(moved).length ? words.known.back : words.known.still, { place });
    return fill(full ? words.known.most : words.known.moved, { place, mm: Math.abs(mm), way: mm > 0 ? words.known.wayUp : words.known.wayDown });
  }

  function draw() {
    text($("nudge-says"), Object.keys(moved).length ? line() : words.known.still);
    $("nudge-up").disabled = !fits(STEP_MM);
    $("nudge-down").disabled = !fits(-STEP_MM);
    const far = felt.some((l) => to[l.name] !== undefined && Math.abs(to[l.name] - l.along_mm) > NEAR_MM);
    if (!far && under === 0) to = {};
    if (!open && !far) back.correct(null);
    else back.correct(felt.map((l) => ({ ...l, along_mm: to[l.name] ?? l.along_mm })), open ? chosen : "");
  }

  return {
    open(levels) {
      felt = levels;
      open = true;
      box.querySelector(`input[value="${chosen}"]`).checked = true;
      draw();
    },
    // show takes where the levels are now.
    show(s) {
      open = open && !$("nudge").hidden;
      felt = s.levels ?? [];
      if (open || Object.keys(to).length) draw();
      else back.correct(null);
    },
    forget() {
      [moved, to, open] = [{}, {}, false];
      back.correct(null);
    },
  };
}
