// What may be chosen of a programme: sliders, values side by side, switches, places. Values are written as a programme
// writes them, and what is the default is left out.

// makeChoose takes where the controls are, and what to do when one has changed. Its set says what is chosen of a programme,
// its put puts that back.
export function makeChoose(root, changed = () => {}) {
  const boxOf = (programme) => root.querySelector(`.choices[data-of="${CSS.escape(programme)}"]`);

  root.addEventListener("input", (e) => {
    const control = e.target.closest("[data-variable]");
    if (!control) return;
    settle(control, e.target);
    changed(control.closest(".choices").dataset.of);
  });
  for (const control of root.querySelectorAll("[data-variable]")) settle(control, null);

  return {
    // show shows the controls of one programme alone.
    show(programme) {
      for (const box of root.querySelectorAll(".choices")) box.hidden = box.dataset.of !== programme;
    },
    set(programme) {
      const all = {};
      for (const control of boxOf(programme)?.querySelectorAll("[data-variable]") ?? []) {
        const value = valueOf(control);
        if (value !== control.dataset.usual) all[control.dataset.variable] = value;
      }
      return all;
    },
    // wrong says why it cannot be so; an empty line takes it away.
    wrong(programme, line) {
      const p = boxOf(programme)?.querySelector(".problem");
      if (!p) return;
      p.textContent = line;
      p.hidden = line === "";
    },
  };
}

// valueOf is a control's value, as a programme writes it.
function valueOf(control) {
  const range = control.querySelector('input[type="range"]'), turned = control.querySelector('input[role="switch"]');
  if (range) return amount(range.value, range.dataset.unit);
  if (turned) return turned.checked ? turned.value : turned.dataset.off;
  const picked = [...control.querySelectorAll("input:checked")].map((i) => i.value);
  return control.querySelector("select")?.value ?? picked.join(" ");
}

const amount = (n, unit) => (unit === "" || unit === "°" ? `${n}${unit}` : `${n} ${unit}`);

// settle says what a slider stands at, and holds places to one at least and so many at most.
function settle(control, at) {
  const range = control.querySelector('input[type="range"]');
  if (range) {
    const value = valueOf(control);
    control.querySelector("output").textContent = value;
    range.setAttribute("aria-valuetext", value);
  }
  const most = Number(control.dataset.most);
  if (!most) return;
  const boxes = [...control.querySelectorAll("input")], picked = boxes.filter((b) => b.checked).length;
  if (picked === 0 && at) at.checked = true;
  for (const b of boxes) b.disabled = !b.checked && picked >= most;
}

// keyOf is what is chosen of a programme, as an address gives it: the same for the same choice.
export function keyOf(programme, set) {
  return new URLSearchParams(pairsOf(programme, set)).toString();
}

// pairsOf is the same as fields of a form.
export const pairsOf = (programme, set) => Object.keys(set).sort().map((name) => [`${programme}.${name}`, set[name]]);

// setOf is what a session has that is not the default.
export const setOf = (chosen) => Object.fromEntries((chosen ?? []).filter((c) => !c.usual).map((c) => [c.name, c.value]));

// saysOf tells it in words: every variable, as the session has it.
export const saysOf = (chosen) => (chosen ?? []).map((c) => `${c.about.replace(/\.$/, "")}: ${c.value}`).join(" · ");

const ANSWER_MS = 8000;

// played asks the server what a programme would be like that: its minutes, and its scores; or, as problem, why it cannot be.
// Nothing runs in the answer, and only nodes are taken from it.
export function played(programme, key, signal) {
  return new Promise((take, fail) => {
    const r = new XMLHttpRequest();
    r.open("GET", `/programmes/${encodeURIComponent(programme)}/played?${key}`);
    r.responseType = "document";
    r.timeout = ANSWER_MS;
    r.onload = () => {
      const section = r.status === 200 && r.response?.querySelector("section.played");
      if (!section) return fail(new Error("no answer"));
      const nodes = (name) => [...(section.querySelector(`.${name}`)?.childNodes ?? [])].map((n) => document.adoptNode(n));
      take({ problem: section.querySelector(".problem")?.textContent ?? "", minutes: section.querySelector("p")?.textContent ?? "",
        card: nodes("for-card"), session: nodes("for-session") });
    };
    r.onerror = r.ontimeout = r.onabort = () => fail(new Error("no answer"));
    signal?.addEventListener("abort", () => r.abort());
    r.send();
  });
}
