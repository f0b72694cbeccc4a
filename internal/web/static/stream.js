// The stream of snapshots. It says plainly when it is lost and comes back by itself.

const QUIET_MS = 1500; // the server speaks at least every 500 ms
const RETRY_MS = 2000;

// openStream calls on.snapshot(s), on.viewers(n) and on.link(state): "live", "silent" (the engine does not
// answer) or "lost" (nothing is heard). A page that nobody sees lets go of its stream: a browser has few
// connections to one server, and STOP must always get one.
export function openStream(on) {
  let source = null, heard = performance.now(), opened = 0, link = "";

  const say = (state) => {
    if (state === link) return;
    link = state;
    on.link(state);
  };
  const hear = (state) => {
    heard = performance.now();
    say(state);
  };

  function open() {
    source?.close();
    opened = performance.now();
    source = new EventSource("/events");
    source.onmessage = (e) => {
      hear("live");
      on.snapshot(JSON.parse(e.data));
    };
    source.addEventListener("silent", () => hear("silent"));
    source.addEventListener("viewers", (e) => on.viewers(Number(e.data)));
  }

  function watch() {
    if (document.hidden) return;
    const now = performance.now();
    if (now - heard < QUIET_MS) return;
    say("lost");
    if (now - opened > RETRY_MS) open();
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      source.close();
      return;
    }
    heard = performance.now();
    open();
  });
  setInterval(watch, 250);
  open();
}
