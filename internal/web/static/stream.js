// The stream of snapshots. It says plainly when it is lost and comes back by itself.

const VERSION = 1;     // of the messages that this page understands
const QUIET_MS = 1500; // the server speaks at least every 500 ms
const BROKEN_MS = 800; // sooner, if the browser knows that the connection broke and its own retry did not help
const RETRY_MS = 2000;       // from one try to the next; a try that is not answered yet is given twice as long each time
const MOST_RETRY_MS = 16000;

// openStream calls on.chair({ id, title }), the chair that the server has, whenever it connects; on.snapshot(s), on.viewers(n) and
// on.link(state, chair): "live", "silent" (the engine does not
// answer), "unreached" (nor will it, before it reaches the chair), "old" (the server speaks a later version) or "lost" (nothing is heard). A page that nobody sees lets go
// of its stream: a browser has few connections to one server, and STOP must always get one.
export function openStream(on) {
  let source = null, heard = performance.now(), opened = 0, link = "", broken = false, patience = RETRY_MS;

  const say = (state, chair = "") => {
    if (state === link) return;
    link = state;
    on.link(state, chair);
  };
  const hear = (state, chair) => {
    heard = performance.now();
    broken = false;
    patience = RETRY_MS;
    say(state, chair);
  };

  function open() {
    source?.close();
    opened = performance.now();
    source = new EventSource("/events");
    source.onmessage = (e) => {
      const snapshot = JSON.parse(e.data);
      hear(snapshot.v === VERSION ? "live" : "old");
      if (snapshot.v === VERSION) on.snapshot(snapshot);
    };
    source.onerror = () => { broken = true; };
    source.addEventListener("silent", (e) => {
      const { unreached } = JSON.parse(e.data);
      hear(unreached ? "unreached" : "silent", unreached);
    });
    source.addEventListener("chair", (e) => on.chair(JSON.parse(e.data)));
    source.addEventListener("viewers", (e) => on.viewers(Number(e.data)));
  }

  function watch() {
    if (document.hidden) return;
    const now = performance.now();
    if (now - heard < (broken ? BROKEN_MS : QUIET_MS)) return;
    say("lost");
    if (now - opened < (source.readyState === EventSource.CLOSED ? RETRY_MS : patience)) return;
    patience = Math.min(2 * patience, MOST_RETRY_MS);
    open();
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
