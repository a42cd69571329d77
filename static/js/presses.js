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

// In a row of a map the address stands once, at the form of its buttons.
const addressOf = (button) => (button.hasAttribute("formaction") ? button.formAction : button.form.action);

// The part may have been drawn anew: the keyboard goes on where the step leads on, at its state, or at the same button.
function keepPlace(button, address, place) {
  if (button.isConnected || document.activeElement !== document.body) return;
  const part = document.getElementById(place);
  const path = (address) => new URL(address).pathname;
  const buttons = [...(part?.querySelectorAll("button") ?? [])];
  const same = buttons.find((other) => other.form && path(addressOf(other)) === path(address));
  const onward = part?.querySelector("[data-go-on]") ?? part?.querySelector("summary");
  (onward ?? same)?.focus({ preventScroll: true });
}

// Presses on their way, by address: the next one on the same row knows what the last one will have made of it.
const onTheWay = new Map();

function afterOwnPresses(address) {
  const url = new URL(address, location);
  if (url.searchParams.has("seen") && onTheWay.has(url.pathname)) {
    url.searchParams.set("seen", onTheWay.get(url.pathname));
  }
  return url;
}

// A state may have buttons in two places of a page. An answer draws one of them anew, and the other learns from it.
function learnSeen({ pathname }) {
  const isSame = (button) => new URL(button.formAction).pathname === pathname;
  const buttons = [...document.querySelectorAll("button[formaction]")].filter(isSame);
  const shown = buttons.find((button) => button.closest(".state"))?.formAction;
  if (shown) for (const button of buttons) button.formAction = shown;
}

// What is wrong with a note stands at its field, and the keyboard goes on there.
function toField(form) {
  const field = form.querySelector("[aria-describedby^='note-error']");
  const wrong = document.getElementById("note-error");
  if (!field) return;
  field.ariaInvalid = wrong ? "true" : null;
  if (wrong) field.focus();
}

// What is typed while the answer is on its way would be lost with the field.
function wait(form, button, waiting) {
  button.ariaBusy = waiting ? "true" : null;
  for (const field of form.querySelectorAll("textarea")) field.readOnly = waiting;
}

document.addEventListener("submit", async (event) => {
  const [form, button] = [event.target, event.submitter];
  // Another route changes the whole page.
  if (!form.matches("[data-in-place], form.state") || !button || button.name === "roadmap" || !window.htmx) return;
  event.preventDefault();
  if (button.ariaBusy === "true") return;
  const url = afterOwnPresses(addressOf(button));
  const values = Object.fromEntries(new FormData(form));
  if (button.name) values[button.name] = button.value;
  const place = button.closest("[id]")?.id;
  button.closest("details[name]")?.removeAttribute("open");
  wait(form, button, true);
  onTheWay.set(url.pathname, button.value);
  await inTurn(() => send(url.href, values));
  if (onTheWay.get(url.pathname) === button.value) onTheWay.delete(url.pathname);
  learnSeen(url);
  wait(form, button, false);
  keepPlace(button, url.href, place);
  toField(form);
});

// An answer that holds parts of this page is shown whatever its status: it says what is wrong beside the field.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.serverResponse.includes("hx-swap-oob")) Object.assign(detail, { shouldSwap: true, isError: false });
});
