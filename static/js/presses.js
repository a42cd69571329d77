// Presses go to the server one after the other, from all tabs, each with what its button said when it was pressed:
// an answer may replace the button, and a guest's next press has to bring the cookie that the last one got.
let last = Promise.resolve();

function inTurn(work) {
  if (navigator.locks) return navigator.locks.request("progress", work);
  last = last.then(work, work);
  return last;
}

function send(address, values) {
  const source = document.getElementById("press-errors");
  return window.htmx.ajax("POST", address, { source, target: source, swap: "none", values }).catch(() => {});
}

// The row may have been drawn anew, so the keyboard goes on at its state.
function keepPlace(button, place) {
  if (button.isConnected || document.activeElement !== document.body) return;
  document.getElementById(place)?.querySelector("summary")?.focus({ preventScroll: true });
}

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!event.target.matches("[data-in-place]") || !["state", "undo"].includes(button?.name) || !window.htmx) return;
  event.preventDefault();
  const address = button.formAction;
  const values = { ...Object.fromEntries(new FormData(event.target)), [button.name]: button.value };
  const place = button.closest("[id]")?.id;
  button.closest("details")?.removeAttribute("open");
  button.setAttribute("aria-busy", "true");
  await inTurn(() => send(address, values));
  button.removeAttribute("aria-busy");
  keepPlace(button, place);
});
