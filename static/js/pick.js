// A long select becomes a field with suggestions, as the combobox of the ARIA practices. The select stays in the form,
// and is what is sent. What the options themselves do not have, the search may know by another name: data-pick says of
// which kind they are.
const plain = (text) => text.normalize("NFKC").toLowerCase().trim();
const made = (name, values) => Object.assign(document.createElement(name), values);
const MOST = 50;

class Pick {
  constructor(select) {
    this.select = select;
    this.field = made("input", { type: "text", id: select.id, autocomplete: "off" });
    this.list = made("div", { className: "suggestions", id: `${select.id}-list` });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", select.labels[0].textContent.trim());
    select.removeAttribute("id");
    const box = made("span", { className: "pick" });
    select.replaceWith(box);
    box.append(this.field, this.list, select);
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) this.field.setAttribute(name, select.getAttribute(name));
    }
    this.field.setAttribute("role", "combobox");
    this.field.setAttribute("aria-autocomplete", "list");
    this.field.setAttribute("aria-controls", this.list.id);
    this.field.addEventListener("input", (event) => event.isComposing || this.suggest());
    this.field.addEventListener("compositionend", () => this.suggest());
    this.field.addEventListener("click", () => this.list.childElementCount || this.open());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("blur", () => this.take(this.field.value.trim() ? this.select.value : ""));
    this.list.addEventListener("pointerdown", (event) => this.pressed(event));
    this.take(select.value);
  }

  // All options; the name that stands there is selected, so that typing replaces it.
  open() {
    this.field.select();
    this.show([...this.select.options].filter((option) => option.value));
  }

  suggest() {
    const typed = plain(this.field.value);
    const words = typed.split(/\s+/);
    const fits = ({ value, text }) => value && words.every((word) => plain(text).includes(word));
    const found = [...this.select.options].filter(fits);
    const starts = ({ text }) => plain(text).startsWith(typed);
    this.show([...found.filter(starts), ...found.filter((option) => !starts(option))]);
    if (typed && !found.length && this.select.dataset.pick) this.askSearch(this.field.value);
  }

  async askSearch(typed) {
    const asked = new URLSearchParams({ q: typed, in: this.select.dataset.pick });
    const address = `${document.querySelector(".find").getAttribute("action")}suggestions/?${asked}`;
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const slugs = [...page.querySelectorAll("[role=option]")].map((link) => link.pathname.split("/").at(-2));
    const known = (slug) => [...this.select.options].find((option) => option.value === slug);
    if (typed === this.field.value) this.show(slugs.map(known).filter(Boolean));
  }

  show(options) {
    this.shown = options.slice(0, MOST);
    this.list.replaceChildren(...this.shown.map((option, at) => {
      const row = made("div", { id: `${this.list.id}-${at}`, lang: option.lang, textContent: option.text });
      row.setAttribute("role", "option");
      return row;
    }));
    this.field.setAttribute("aria-expanded", String(this.shown.length > 0));
    this.choose(-1);
  }

  choose(place) {
    this.active = place;
    for (const [at, row] of [...this.list.children].entries()) row.ariaSelected = String(at === place);
    const chosen = this.list.children[place];
    if (chosen) this.field.setAttribute("aria-activedescendant", chosen.id);
    else this.field.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  // The field says what the select holds; nothing chosen is an empty field.
  take(value) {
    this.select.value = value;
    const [option] = this.select.selectedOptions;
    this.field.value = value ? option.text : "";
    this.field.placeholder = this.select.options[0].text;
    this.show([]);
  }

  pressed(event) {
    event.preventDefault();
    const at = [...this.list.children].indexOf(event.target.closest("[role=option]"));
    if (at >= 0) this.take(this.shown[at].value);
  }

  press(event) {
    const last = this.shown.length - 1;
    if (event.isComposing) return;
    if (last < 0) return event.key === "ArrowDown" ? (event.preventDefault(), this.open()) : undefined;
    const to = {
      ArrowDown: this.active < last ? this.active + 1 : -1,
      ArrowUp: this.active < 0 ? last : this.active - 1,
      ...(this.active >= 0 && { Home: 0, End: last }),
    }[event.key];
    if (event.key === "Escape") this.take(this.select.value);
    else if (event.key === "Enter") this.take(this.shown[Math.max(this.active, 0)].value);
    else if (to === undefined) return;
    else this.choose(to);
    event.preventDefault();
  }
}

for (const select of document.querySelectorAll("select[data-pick]")) new Pick(select);
