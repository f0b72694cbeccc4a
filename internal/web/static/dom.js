// Writing into the page without disturbing it: only what changed is touched.

export const $ = (id) => document.getElementById(id);

export function text(node, value) {
  if (node.textContent !== value) node.textContent = value;
}

export function show(node, is) {
  if (node.hidden === is) node.hidden = !is;
}

export function svg(name, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

// pairs writes a list of terms and values.
export function pairs(list, rows) {
  if (list.children.length !== rows.length * 2) {
    list.replaceChildren(...rows.flatMap(() => [document.createElement("dt"), document.createElement("dd")]));
  }
  rows.forEach(([term, value], i) => {
    text(list.children[2 * i], term);
    text(list.children[2 * i + 1], value);
  });
}
