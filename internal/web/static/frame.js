// What every page but the first has of the chair: STOP, whether anything is heard of it, whether it is simulated, and
// the way to a session that runs.
import { alarm } from "./alarm.js";
import { $, show } from "./dom.js";
import { hearServed } from "./served.js";
import { makeStop } from "./stop.js";
import { openStream } from "./stream.js";

const hearers = [], holders = [], linkers = [];
const letGo = () => { for (const release of holders) release(); };
const stop = makeStop($("stop"), $("wrong"), $("stop-says"), $("stop-heard"), letGo);
let heard = false, latest = null;

// onSnapshot lets a view hear each snapshot, and at once the newest that there is.
export function onSnapshot(hear) {
  hearers.push(hear);
  if (latest) hear(latest);
}

// onLetGo lets a view let go of what it holds: STOP was pressed, or nothing is heard of the chair.
export const onLetGo = (release) => holders.push(release);

// onLink lets a view hear how the stream is: stream.js has the states.
export const onLink = (hear) => linkers.push(hear);

openStream({
  snapshot(s) {
    heard = true;
    stop.hear(s);
    show($("band"), s.simulated);
    const running = s.stage !== "idle" && s.stage !== "done";
    show($("running"), running);
    document.body.toggleAttribute("data-running", running);
    latest = s;
    for (const hear of hearers) hear(s);
  },
  chair: (served) => hearServed(served, $("editor") || document.body.hasAttribute("data-running")),
  viewers() {},
  link(state, chair) {
    if (alarm(state, chair, heard)) letGo();
    for (const hear of linkers) hear(state);
  },
});
