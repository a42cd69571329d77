// Suggestions under a search field, as the combobox of the ARIA practices: arrows, Home, End, Enter, Escape. The list
// comes by htmx; an answer that is older than what the field says by then is dropped, and an input method sends nothing
// before it has composed a word. “/” and Ctrl+K lead to the field, unless they are turned off on the search page.
const KEYS = "search-keys";
const MOMENT = 120;

function makeList(form) {
  const list = document.createElement("div");
  const field = form.querySelector("input");
  list.className = "suggestions";
  list.id = `${field.id || "find"}-list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("hx-sync", "this:replace"); // a newer question does not wait for the answer to an older one
  list.setAttribute("aria-label", field.ariaLabel ?? field.labels[0]?.textContent ?? "");
  const said = document.createElement("span");
  said.className = "hidden";
  said.setAttribute("role", "status");
  form.append(list, said);
  Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  }).forEach(([name, value]) => field.setAttribute(name, value));
  return { field, list, said };
}

class Suggestions {
  constructor(form) {
    Object.assign(this, makeList(form), { form, active: -1 });
    this.field.addEventListener("input", (event) => event.isComposing || this.ask());
    this.field.addEventListener("compositionend", () => this.ask());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("htmx:beforeSwap", (event) => this.dropOld(event));
    this.list.addEventListener("htmx:afterSwap", () => this.show());
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || this.close());
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  ask() {
    clearTimeout(this.waiting);
    const typed = this.field.value.trim();
    if (!typed) return this.close();
    this.waiting = setTimeout(() => {
      const address = `${new URL(this.form.action).pathname}suggestions/?${new URLSearchParams({ q: typed })}`;
      window.htmx.ajax("GET", address, { source: this.list, target: this.list, swap: "innerHTML" });
    }, MOMENT);
  }

  dropOld(event) {
    const asked = new URL(event.detail.xhr.responseURL).searchParams.get("q");
    if (asked !== this.field.value.trim()) event.detail.shouldSwap = false;
    else if (event.detail.xhr.status === 429) Object.assign(event.detail, { shouldSwap: true, isError: false });
  }

  show() {
    this.choose(-1);
    this.field.setAttribute("aria-expanded", String(this.options.length > 0));
    this.said.textContent = this.list.querySelector("[data-find-count]")?.textContent.trim() ?? "";
  }

  close() {
    clearTimeout(this.waiting);
    this.list.replaceChildren();
    this.show();
  }

  choose(place) {
    this.active = place;
    for (const [at, option] of this.options.entries()) option.ariaSelected = String(at === place);
    const chosen = this.options[place];
    if (chosen) this.field.setAttribute("aria-activedescendant", chosen.id);
    else this.field.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const last = this.options.length - 1;
    if (event.isComposing || last < 0) return;
    const to = {
      ArrowDown: this.active < last ? this.active + 1 : -1,
      ArrowUp: this.active < 0 ? last : this.active - 1,
      ...(this.active >= 0 && { Home: 0, End: last }),
    }[event.key];
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.active >= 0) this.options[this.active].click();
    else if (to === undefined) return;
    else this.choose(to);
    event.preventDefault();
  }
}

function reachField(event) {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const isKey = (event.key === "/" && !event.metaKey && !event.altKey) || (event.key === "k" && event.ctrlKey);
  const field = document.querySelector("main .find input") ?? document.querySelector(".find input");
  if (!isKey || typing || localStorage.getItem(KEYS) === "off" || !field) return;
  event.preventDefault();
  if (field.checkVisibility()) field.focus();
  else location.assign(field.form.action);
}

for (const form of document.querySelectorAll(".find")) {
  const begin = () => (form.suggestions ??= new Suggestions(form));
  form.addEventListener("focusin", begin);
  if (form.contains(document.activeElement)) begin();
}
document.addEventListener("keydown", reachField);
for (const setting of document.querySelectorAll("[data-find-keys]")) {
  const box = setting.querySelector("input");
  setting.hidden = false;
  box.checked = localStorage.getItem(KEYS) !== "off";
  box.addEventListener("change", () => localStorage.setItem(KEYS, box.checked ? "on" : "off"));
}
