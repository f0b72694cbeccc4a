// A screen that falls asleep takes STOP with it. Browsers keep it awake on request, but only on a page that came
// over an encrypted connection or from this very device; otherwise the page says so.

let lock = null, wanted = false;

export async function stayAwake(want, cannot = () => {}) {
  wanted = want;
  if (!want) {
    await lock?.release();
    lock = null;
    return;
  }
  if (!navigator.wakeLock) {
    if (matchMedia("(pointer: coarse)").matches) cannot();
    return;
  }
  try {
    lock = await navigator.wakeLock.request("screen");
  } catch {
    lock = null; // refused, as on a low battery or a hidden page
  }
}

// The lock is lost whenever the page is hidden.
document.addEventListener("visibilitychange", () => {
  if (wanted && !document.hidden) stayAwake(true);
});
