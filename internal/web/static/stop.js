// STOP. It acts on the press, not on the release, asks nobody, sends until it is answered, and says what it
// knows and no more.
import { ask } from "./ask.js";
import { words } from "./words.js";

const CONFIRM_MS = 1500; // no answer by then: the person must not wait any longer
const AGAIN_MS = 300;    // between two tries
const TRIES = 60;

// makeStop makes the button work, and the smaller one beside it, which stops as well and says that something felt
// wrong. says is the line in STOP; heard tells those who do not see it; pressed is called with each press.
export function makeStop(button, wrong, says, heard, pressed) {
  const runs = { stop: 0, wrong: 0 }; // the presses of each so far: one does not end the tries of the other
  let stage = "idle", rising = false, known = "";

  function say(state) {
    if (state === known) return;
    known = state;
    button.dataset.state = state;
    says.textContent = words.stop[state];
    heard.textContent = state === "ready" ? "" : `STOP: ${words.stop[state]}`;
  }

  const send = (verb) => ask(verb, {}, { wait: CONFIRM_MS, keepalive: true, priority: "high" });

  const moving = () => (stage !== "idle" && stage !== "done") || rising;

  async function press(verb) {
    const mine = ++runs[verb], last = () => mine === runs[verb];
    let asked = send(verb); // before anything else is done or drawn
    pressed();
    say("sending");
    const late = setTimeout(() => { if (last()) say("unconfirmed"); }, CONFIRM_MS);
    for (let i = 0; i < TRIES && last(); i++) {
      try {
        const reply = await asked;
        clearTimeout(late);
        if (last()) hear(reply.snapshot, true);
        return;
      } catch (refusal) {
        if (refusal.status === 409) { // heard, and there was nothing to stop
          clearTimeout(late);
          say(moving() ? "unconfirmed" : "idle");
          return;
        }
        await new Promise((next) => setTimeout(next, AGAIN_MS));
        if (i + 1 < TRIES && last()) asked = send(verb);
      }
    }
  }

  // hear takes what a snapshot knows. The answer to our own press also settles the wait. What is known of a stop
  // belongs to its session: a page opened later, or turned to something else, does not say it again.
  function hear(snapshot, answered = false) {
    const was = moving();
    stage = snapshot.stage;
    rising = snapshot.rising || Boolean(snapshot.moving);
    if (known === "sent" && was && !moving() && !snapshot.stop) say("idle"); // the back on its way up, or what was moved by hand, has stopped
    else if (snapshot.stop && (was || moving() || known !== "ready")) say(snapshot.stop);
    else if (answered) say(moving() ? "sent" : "idle");
    else if (!snapshot.stop && (known === "confirmed" || known === "sent" || (!was && moving()))) say("ready");
  }

  // rest ends what is under way: the person has turned to something else, such as a new session.
  function rest() {
    runs.stop++;
    runs.wrong++;
    say("ready");
  }

  button.addEventListener("pointerdown", (e) => {
    if (e.button === 0) press("stop");
  });
  button.addEventListener("keydown", (e) => {
    if (e.key !== "Enter" && e.key !== " ") return;
    e.preventDefault();
    if (!e.repeat) press("stop"); // a key still held from "start" is not a stop
  });
  button.addEventListener("click", (e) => {
    e.preventDefault(); // the form is for pages without script
    if (e.detail === 0) press("stop"); // pressed by an assistive device
  });
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    e.preventDefault();
    if (!e.repeat) press("stop");
  }, true);
  wrong.addEventListener("click", () => press("wrong"));

  say("ready");
  return { hear, rest, press: () => press("stop") };
}
