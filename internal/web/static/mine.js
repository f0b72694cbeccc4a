// "My back" works without scripts; this only prints.
document.addEventListener("click", (e) => {
  if (e.target.closest("[data-print]")) print();
});
