// What a chair is like decides what is usual for the rest: the form is asked for anew, and keeps nothing else, as nothing else
// was said yet of that one.
import { $ } from "./dom.js";

$("add-like")?.addEventListener("change", () => {
  const form = $("add");
  location.replace(`/chair/add?${new URLSearchParams({ link: form.elements.link.value, like: form.elements.like.value })}`);
});
