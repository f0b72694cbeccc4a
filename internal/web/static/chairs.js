// Looking for chairs takes ten seconds, in which the page stands: it says so.
import { $, text } from "./dom.js";

// makeChairs makes the section work.
export function makeChairs() {
  $("scan").addEventListener("submit", () => {
    $("scan-go").setAttribute("aria-disabled", "true");
    text($("scan-says"), "Lumbar looks around, for about ten seconds.");
  });
  addEventListener("pageshow", () => $("scan-go").removeAttribute("aria-disabled"));
  if (location.hash === "#found") $("found")?.focus();
}
