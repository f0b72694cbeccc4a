// Tones and speech, made on this device alone. A browser lets a page sound once it was touched.

let context = null;

// touch is for every touch: the first makes sound possible.
export function touch() {
  try {
    context ??= new AudioContext();
    if (context.state === "suspended") context.resume();
  } catch { /* no sound on this device: the display says it all */ }
}

export const silent = () => context?.state !== "running";

// tone plays notes one after the other: [hertz, seconds] each.
export function tone(notes, loud = 0.2) {
  if (silent()) return;
  let at = context.currentTime + 0.01;
  for (const [hertz, seconds] of notes) {
    const voice = context.createOscillator(), level = context.createGain();
    voice.frequency.value = hertz;
    level.gain.setValueAtTime(0, at);
    level.gain.linearRampToValueAtTime(loud, at + 0.02);
    level.gain.setValueAtTime(loud, at + seconds - 0.04);
    level.gain.linearRampToValueAtTime(0, at + seconds);
    voice.connect(level).connect(context.destination);
    voice.start(at);
    voice.stop(at + seconds);
    at += seconds;
  }
}

export const ASK = [[523, 0.18], [659, 0.3]];
export const SOON = [[440, 0.12]];
export const ALARM = [[880, 0.22], [660, 0.22], [880, 0.22], [660, 0.22]];
export const PHASE = [[523, 0.14], [784, 0.26]];
export const FIRMER = [[440, 0.12], [554, 0.2]];
export const END = [[523, 0.16], [392, 0.34]];
export const REST = [[659, 0.25], [523, 0.45]];

// voice is one that speaks on this device, without asking anybody elsewhere; null where there is none.
function voice() {
  const all = globalThis.speechSynthesis?.getVoices().filter((v) => v.localService) ?? [];
  return all.find((v) => v.lang.startsWith("en")) ?? null;
}

export const speaks = () => voice() !== null;

export function speak(line) {
  const by = voice();
  hush();
  if (!by || !line) return;
  const u = new SpeechSynthesisUtterance(line);
  [u.voice, u.rate, u.lang] = [by, 0.95, by.lang];
  speechSynthesis.speak(u);
}

export const hush = () => globalThis.speechSynthesis?.cancel();
