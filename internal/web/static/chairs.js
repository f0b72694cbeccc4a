// Looking for chairs takes ten seconds. The page stays alive meanwhile, says so, and loads itself anew with what was found.
import { $, text } from "./dom.js";

const MOST_MS = 40000;

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
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" }, signal: AbortSignal.timeout(MOST_MS) });
      if (!answer.ok) throw new Error((await answer.json()).detail);
      location.hash = "found";
      location.reload();
    } catch (refusal) {
      const lost = refusal.name === "TimeoutError" || refusal instanceof TypeError;
      text($("scan-says"), lost ? "Nothing was heard of it. Load the page again." : refusal.message);
      looks = false;
      go.removeAttribute("aria-disabled");
    }
  });
  if (location.hash === "#found") $("found")?.focus();
}
