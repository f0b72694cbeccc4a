// Home: choose and start.
import { $, text } from "./dom.js";

export function makeHome(start) {
  const form = $("start");
  const chosen = () => new FormData(form);

  function sum() {
    const picked = (name) => form.querySelector(`input[name="${name}"]:checked`)?.dataset.title ?? "";
    const body = picked("body"), pace = `${chosen().get("pace")}×`;
    const parts = [picked("programme"), body.charAt(0).toLowerCase() + body.slice(1), pace];
    text($("choice"), parts.filter(Boolean).join(", "));
  }

  form.addEventListener("change", sum);
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    start();
  });
  // A programme that another view leads here with is chosen beforehand.
  const asked = new URLSearchParams(location.search).get("programme");
  const card = asked && form.querySelector(`input[name="programme"][value="${CSS.escape(asked)}"]`);
  if (card) card.checked = true;
  // And it stays chosen while somebody says who is sitting.
  form.addEventListener("change", (e) => {
    if (e.target.name !== "programme") return;
    const pick = $("pick").elements.namedItem("programme"), added = $("somebody-new");
    pick.value = e.target.value;
    if (added) added.search = new URLSearchParams({ programme: e.target.value });
  });
  sum();

  // request is the start that the form asks for.
  return () => {
    const c = chosen();
    const [seed, pace] = [Number(c.get("seed")) || 0, Number(c.get("pace"))];
    return { programme: c.get("programme") ?? "", body: c.get("body") ?? "", seed, pace };
  };
}
