// A choice that brought no new figures is said above the old ones; the button of the form tries again.
const note = document.querySelector("[data-figures-failed]");

function say(failed) {
  note.hidden = !failed;
}

for (const event of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(event, () => say(true));
}
document.addEventListener("htmx:beforeRequest", () => say(false));
