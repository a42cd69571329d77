// A row that a press has drawn anew keeps its height until the page is loaded again, and the line from the stop before
// fills down to it.
function wayFromStopBefore(stop) {
  const all = [...document.querySelectorAll(`.stages s.${stop.className}`)];
  const sameLine = all.filter((other) => other.checkVisibility());
  const before = sameLine[sameLine.indexOf(stop) - 1];
  if (!before) return stop.closest(".stop").offsetHeight / 2;
  return stop.getBoundingClientRect().top - before.getBoundingClientRect().top;
}

document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (!target.matches?.(".stage .stop")) return;
  target.classList.add("lately");
  // On the stop: htmx copies the attributes of what has an id, and the policy refuses a copied style.
  const stop = target.querySelector("s");
  stop.style.setProperty("--way", `${wayFromStopBefore(stop)}px`);
});
