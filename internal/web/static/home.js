// Home: choose and start.
import { keyOf, makeChoose, pairsOf, played } from "./choose.js";
import { $, text } from "./dom.js";

const QUIET_MS = 250; // after the last touch of a slider

export function makeHome(start) {
  const form = $("start");
  const chosen = () => new FormData(form);
  const choose = makeChoose(form, () => {
    clearTimeout(timer);
    timer = setTimeout(see, QUIET_MS);
    keep();
  });
  let timer = 0, newest = null;
  const programme = () => String(chosen().get("programme") ?? "");

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
  form.addEventListener("change", (e) => {
    if (e.target.name !== "programme") return;
    choose.show(e.target.value);
    keep();
  });
  if (card) choose.show(asked);
  sum();

  // keep keeps what is chosen while somebody says who is sitting.
  function keep() {
    const of = programme(), pairs = [["programme", of], ...pairsOf(of, choose.set(of))];
    $("pick").querySelector("span").replaceChildren(...pairs.map(([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value })));
    const added = $("somebody-new");
    if (added) added.search = new URLSearchParams(pairs);
  }

  // see shows the programme as it would be with what is chosen: on its card, and in the session to come.
  async function see() {
    newest?.abort();
    newest = new AbortController();
    const of = programme(), key = keyOf(of, choose.set(of)), mine = newest;
    let answer;
    try {
      answer = await played(of, key, mine.signal);
    } catch {
      return; // what is shown stays; a start says what is wrong
    }
    if (mine !== newest) return;
    choose.wrong(of, answer.problem);
    if (answer.problem) return;
    const label = form.querySelector(`input[name="programme"][value="${CSS.escape(of)}"]`).closest(".card");
    label.querySelector("svg").replaceWith(...answer.card);
    text(label.querySelector(".card-top .quiet"), `${answer.minutes} min`);
    const sheet = document.querySelector(`template[data-score="${CSS.escape(of)}"]`);
    sheet.dataset.set = key;
    sheet.content.replaceChildren(...answer.session);
  }

  // request is the start that the form asks for.
  return () => {
    const c = chosen();
    const [seed, pace] = [Number(c.get("seed")) || 0, Number(c.get("pace"))];
    const of = programme(), set = choose.set(of);
    return { programme: of, ...(Object.keys(set).length ? { set } : {}), body: c.get("body") ?? "", seed, pace };
  };
}
