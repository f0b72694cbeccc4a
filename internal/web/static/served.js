// Another chair: the server has changed to it, and what this page shows is of the one before. The page loads itself anew where
// nobody is in the middle of anything, and says so where somebody is.
import { $, show, text } from "./dom.js";

const KEPT = "lumbar.served"; // for which chair this tab has loaded itself anew: not again and again, whatever is wrong

let touched = false; // somebody has begun something here
for (const kind of ["input", "change"]) addEventListener(kind, () => { touched = true; }, { capture: true, passive: true });
addEventListener("click", (e) => { touched ||= Boolean(e.target.closest?.("main button, main summary")); }, { capture: true, passive: true });

$("another").querySelector("a").addEventListener("click", (e) => {
  e.preventDefault();
  location.reload();
});

// hearServed takes the chair that the server has. busy says that this page shows what must not go by itself.
export function hearServed(served, busy) {
  const { dataset } = document.body;
  if (served.id === dataset.served) {
    show($("another"), false);
    once(null);
    return;
  }
  if (!dataset.served || "changing" in dataset) return; // this page has asked for it, and waits
  const typing = document.activeElement?.matches("input, textarea, select");
  if (!busy && !touched && !typing && !document.querySelector("dialog[open]") && once(served.id)) {
    location.reload();
    return;
  }
  text($("another").querySelector("b"), served.title);
  show($("another"), true);
}

// once says whether this tab has not loaded itself anew for a chair yet, and notes that it does; where a browser refuses the
// tab's memory it does not.
function once(id) {
  try {
    if (id === null) sessionStorage.removeItem(KEPT);
    else if (sessionStorage.getItem(KEPT) === id) return false;
    else sessionStorage.setItem(KEPT, id);
    return true;
  } catch {
    return false;
  }
}
