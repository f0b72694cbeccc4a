// How a guided session goes on by time and by what is said, without the server: the same rules as the server's, for as long
// as it is not heard, and between two of its answers.

export const PATIENCE_S = 15; // until what was asked is asked again

const active = (v) => v.stage === "asking" || v.stage === "running";

// later is a view some seconds later, if nothing is said.
export function later(view, seconds) {
  const v = { ...view };
  if (v.stage === "done") return v;
  if (v.stage !== "paused") v.dose_s += seconds;
  if (v.stage === "asking" || v.stage === "pausing" || v.stage === "stopping") {
    v.waits_s += seconds;
    v.again = Math.floor(v.waits_s / PATIENCE_S);
  }
  if (active(v)) {
    v.left_s -= seconds;
    v.end_s = Math.max(0, v.end_s - seconds);
    while (active(v) && v.left_s <= 0) next(v, -v.left_s);
  }
  return v;
}

// next goes on to the next step, into which so many seconds have gone; after the last it is to be switched off.
function next(v, gone = 0) {
  if (v.step >= v.plan.length) {
    halt(v, gone);
    return;
  }
  v.step++;
  const card = v.plan[v.step - 1];
  Object.assign(v, {
    stage: card.do.length > 0 ? "asking" : "running", phase: card.phase, now: card, left_s: card.for_s - gone, of_s: card.for_s, waits_s: gone, again: 0,
    next: v.step < v.plan.length ? v.plan[v.step].large : v.off.large, weakest: card.strength <= 1,
  });
}

function halt(v, gone = 0) {
  Object.assign(v, { stage: v.stage === "paused" ? "done" : "stopping", now: v.off, next: "", waits_s: gone, again: 0, end_s: 0 });
}

// said is a view after something was said, as far as a page can know.
export function said(view, verb) {
  const v = { ...view };
  switch (verb) {
    case "pressed":
      if (v.stage === "asking") Object.assign(v, { stage: "running", waits_s: 0, again: 0 });
      else if (v.stage === "pausing") Object.assign(v, { stage: "paused", now: again(v) });
      break;
    case "skip":
      if (active(v)) next(v);
      break;
    case "softer":
      if (active(v) && !v.weakest) Object.assign(v, { stage: "asking", waits_s: 0, again: 0, now: { ...v.now, do: ["One strength weaker"], say: "One strength weaker." } });
      break;
    case "pause":
      if (active(v)) Object.assign(v, { stage: "pausing", now: v.off, waits_s: 0, again: 0 });
      break;
    case "resume":
      if (v.stage === "paused" || v.stage === "pausing") Object.assign(v, { stage: "asking", now: again(v), waits_s: 0, again: 0 });
      break;
    case "finish": case "stop": case "wrong":
      if (v.stage !== "stopping" && v.stage !== "done") halt(v);
      break;
    case "stopped":
      if (v.stage === "stopping") v.stage = "done";
      break;
  }
  return v;
}

// again is how to set it once more after it was off.
function again(v) {
  const card = v.plan[v.step - 1];
  return { large: card.large, do: [v.plan[0].do[0], ...card.do.filter((line) => line !== v.plan[0].do[0])], say: card.say };
}
