// A long page shows only what has all the words that are typed; groups without any go, the others open.
const plain = (text) => text.normalize("NFKC").toLowerCase();

function narrow(form, field, list) {
  const wanted = plain(field.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of list.querySelectorAll("[data-find-row]")) {
    const group = row.closest("[data-find-group]");
    const text = plain(`${group?.querySelector("summary")?.textContent ?? ""} ${row.textContent}`);
    row.hidden = !wanted.every((word) => text.includes(word));
    shown += !row.hidden;
  }
  for (const group of list.querySelectorAll("[data-find-group]")) {
    const any = group.querySelector("[data-find-row]:not([hidden])");
    group.hidden = !any;
    group.open = Boolean(any && wanted.length);
  }
  const said = form.querySelector("[role=status]");
  said.textContent = shown ? "" : said.dataset.findNone;
}

for (const form of document.querySelectorAll("[data-find]")) {
  const field = form.querySelector("[name=q]");
  const list = document.querySelector("[data-find-in]");
  if (list) field.addEventListener("input", () => narrow(form, field, list));
}
