// What every page but the first has of the chair: STOP, whether anything is heard of it, whether it is simulated, and
// the way to a session that runs.
import { $, show, text } from "./dom.js";
import { makeStop } from "./stop.js";
import { openStream } from "./stream.js";
import { words } from "./words.js";

const hearers = [], holders = [];
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
  viewers() {},
  link(state) {
    const bad = state !== "live";
    document.body.dataset.link = state;
    show($("link"), bad);
    if (!bad) return;
    letGo();
    const line = words.link[heard ? state : state === "lost" ? "offline" : state];
    const [title, detail] = $("link").children;
    text(title, `${line.title}.`);
    text(detail, line.text);
  },
});
