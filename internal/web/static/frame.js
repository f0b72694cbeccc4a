// What every page but the first has of the chair: STOP, whether anything is heard of it, whether it is simulated, and
// the way to a session that runs.
import { $, show, text } from "./dom.js";
import { makeStop } from "./stop.js";
import { openStream } from "./stream.js";
import { words } from "./words.js";

const stop = makeStop($("stop"), $("wrong"), $("stop-says"), $("stop-heard"), () => {});
let heard = false;

openStream({
  snapshot(s) {
    heard = true;
    stop.hear(s);
    show($("band"), s.simulated);
    show($("running"), s.stage !== "idle" && s.stage !== "done");
  },
  viewers() {},
  link(state) {
    const bad = state !== "live";
    document.body.dataset.link = state;
    show($("link"), bad);
    if (!bad) return;
    const line = words.link[heard ? state : state === "lost" ? "offline" : state];
    const [title, detail] = $("link").children;
    text(title, `${line.title}.`);
    text(detail, line.text);
  },
});
