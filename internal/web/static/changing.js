// Waits until the server is back with another chair, or with the one before, and shows it.
const EVERY_MS = 500;
const since = Number(document.getElementById("changing").dataset.since);

async function look() {
  try {
    const answer = await fetch("/chair/used", { signal: AbortSignal.timeout(2000) });
    const used = await answer.json();
    if (used.since !== since) {
      location.replace(used.said ? "/chair#chairs" : "/chair#tryout");
      return;
    }
  } catch { /* it is away: that is what is waited for */ }
  setTimeout(look, EVERY_MS);
}

look();
