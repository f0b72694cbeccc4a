// Looking for chairs takes ten seconds. The page stays alive meanwhile, says so, and loads itself anew with what was found.
// The list of chairs is as the server has it, also when a terminal or another page has changed it.
import { $, show, text } from "./dom.js";

const MOST_MS = 40000, EVERY_MS = 500;
const LOST = "Nothing was heard of it. Load the page again.";

const lost = (refusal) => refusal.name === "TimeoutError" || refusal instanceof TypeError;

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

// answers is where what comes of a form is said.
const answers = (form) => (form.closest("#off") ? $("off-says") : $("change-says"));

// retry has a chair reached for at once that is not reached.
async function retry(form) {
  const says = answers(form);
  text(says, "Lumbar looks whether something is there.");
  try {
    await post(form, MOST_MS);
    text(says, "Something is there, and Lumbar reaches for the chair: that takes some seconds. This goes away when it has it.");
  } catch (refusal) {
    text(says, lost(refusal) ? LOST : refusal.message);
  }
}

// change has the server take another chair. It goes away meanwhile: this page is loaded whole, and waits for it.
async function change(form) {
  const says = answers(form), buttons = document.querySelectorAll('form[action="/chair/use"] button');
  document.body.dataset.changing = ""; // it comes back by itself, and not sooner
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
    text(says, lost(refusal) ? LOST : refusal.message);
    delete document.body.dataset.changing;
    for (const b of buttons) b.disabled = false;
  }
}

// keeping shows what takes a script: the way back from a question.
function keeping() {
  for (const keep of document.querySelectorAll("#chair-list [data-keep]")) show(keep, true);
}

// fetched is the view as the server has it now. It is read as a document, which the page's policy allows no text to become.
const fetched = () => new Promise((take, refuse) => {
  const r = new XMLHttpRequest();
  r.open("GET", `/chair${location.search}`);
  r.responseType = "document";
  r.timeout = MOST_MS;
  r.onload = () => (r.status === 200 && r.response ? take(r.response) : refuse(new TypeError("not the view")));
  r.onerror = r.ontimeout = () => refuse(new TypeError("no answer"));
  r.send();
});

// renew shows the list as it is now.
async function renew() {
  const list = (await fetched()).getElementById("chair-list");
  if (!list) throw new TypeError("not the list");
  $("chair-list").replaceChildren(...[...list.children].map((node) => document.adoptNode(node)));
  keeping();
}

// look has the list as it is when somebody comes back to the page; not while they are in the middle of it.
async function look() {
  const list = $("chair-list");
  if (document.hidden || list.contains(document.activeElement) || list.querySelector("details[open]")) return;
  try {
    await renew();
  } catch { /* what is shown stays; the page says when nothing is heard */ }
}

// remove takes a chair away that the person has been asked about.
async function remove(form) {
  const says = $("change-says"), button = form.querySelector("button");
  if (button.getAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  try {
    const { title } = await post(form, MOST_MS);
    await renew();
    text(says, `${title} was removed.`);
    $("h-chairs").focus();
  } catch (refusal) {
    text(says, lost(refusal) ? LOST : refusal.message);
    button.removeAttribute("aria-disabled");
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
      text($("scan-says"), lost(refusal) ? LOST : refusal.message);
      looks = false;
      go.removeAttribute("aria-disabled");
    }
  });
  document.addEventListener("submit", (e) => {
    const act = { "/chair/use": change, "/chair/remove": remove, "/chair/again": retry }[new URL(e.target.action).pathname];
    if (!act) return;
    e.preventDefault();
    act(e.target);
  });
  $("chair-list").addEventListener("click", (e) => {
    const box = e.target.closest("[data-keep]")?.closest("details");
    if (!box) return;
    box.open = false;
    box.querySelector("summary").focus();
  });
  keeping();
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
  if (location.hash === "#found") $("found")?.focus();
}
