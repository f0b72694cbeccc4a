// The page's words, written into the page by the server. {name} in a text is filled in.
export const words = JSON.parse(document.getElementById("words").textContent);

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// clock writes seconds as 6:40.
export function clock(seconds) {
  const s = Math.max(0, Math.round(seconds));
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}
