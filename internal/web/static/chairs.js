// Looking for chairs takes ten seconds. The page stays alive meanwhile, says so, and loads itself anew with what was found.
import { $, text } from "./dom.js";

const MOST_MS = 40000, EVERY_MS = 500;

// post sends a form, and gives the answer; a refusal is thrown.
async function post(form, most) {
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" }, signal: AbortSignal.timeout(most) });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.detail);
  return said;
}

// again shows the view anew, at one of its parts.
function again(part) {
  history.replaceState(null, "", `/chair#${part}`);
  location.reload();
}

// change has the server take another chair. It goes away meanwhile: this page is loaded whole, and waits for it.
async function change(form) {
  const says = $("change-says"), buttons = document.querySelectorAll('form[action="/chair/use"] button');
  for (const b of buttons) b.disabled = true;
  try {
    const before = await post(form, MOST_MS);
    text(says, "Lumbar lets go of the chair that it has, rollers home first, and takes the other. This page comes back by itself.");
    for (;;) {
      await new Promise((done) => setTimeout(done, EVERY_MS));
      try {
        const answer = await fetch("/chair/used", { signal: AbortSignal.timeout(2000) });
        const used = await answer.json();
        if (used.since !== before.since) {
          again(used.said ? "chairs" : "tryout");
          return;
        }
      } catch { /* it is away: that is what is waited for */ }
    }
  } catch (refusal) {
    text(says, refusal.name === "TimeoutError" || refusal instanceof TypeError ? "Nothing was heard of it. Load the page again." : refusal.message);
    for (const b of buttons) b.disabled = false;
  }
}

// makeChairs makes the section work.
export function makeChairs() {
  const form = $("scan"), go = $("scan-go");
  let looks = false;
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    if (looks) return;
    looks = true;
    go.setAttribute("aria-disabled", "true");
    text($("scan-says"), "Lumbar looks around, for about ten seconds.");
    try {
      await post(form, MOST_MS);
      again("found");
    } catch (refusal) {
      const lost = refusal.name === "TimeoutError" || refusal instanceof TypeError;
      text($("scan-says"), lost ? "Nothing was heard of it. Load the page again." : refusal.message);
      looks = false;
      go.removeAttribute("aria-disabled");
    }
  });
  for (const use of document.querySelectorAll('form[action="/chair/use"]')) {
    use.addEventListener("submit", (e) => {
      e.preventDefault();
      change(use);
    });
  }
  if (location.hash === "#found") $("found")?.focus();
}
