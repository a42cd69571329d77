// Asks before a changed form of the admin is left. What is sent is saved or shown again, so it does not ask then.
const form = document.querySelector("#content-main form[method='post'], #content form[method='post']");

// What the server showed again, because something is wrong or undecided, is not saved either.
const isUnsaved = Boolean(document.querySelector(".errornote, .two-editors, [data-unsaved]"));
// What is chosen in a list, and what shall be done with it, is not written.
const CHOICES = ["_selected_action", "action", "select_across"];
let [before, isSent] = ["", false];

function contents() {
  return JSON.stringify([...new FormData(form)].filter(([name]) => !CHOICES.includes(name)));
}

if (form) {
  // The admin's own scripts fill in some fields until then.
  const remember = () => (before = contents());
  if (document.readyState === "complete") remember();
  else window.addEventListener("load", remember, { once: true });

  document.addEventListener("submit", (event) => {
    isSent = event.target === form && !event.defaultPrevented;
  });
  // Back to a page whose form was sent: it may be changed and left anew.
  window.addEventListener("pageshow", () => (isSent = false));
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && (isUnsaved || contents() !== before)) event.preventDefault();
  });
}
