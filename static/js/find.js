// A long page shows only what has all the words that are typed; groups without any go, the others open.
const plain = (text) => text.normalize("NFKC").toLowerCase();

function narrow(form, field, list) {
  const wanted = plain(field.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of list.querySelectorAll("[data-find-row]")) {
    const title = row.closest("[data-find-group]")?.querySelector("summary, h2")?.textContent ?? "";
    const text = plain(`${title} ${row.textContent}`);
    row.hidden = !wanted.every((word) => text.includes(word));
    if ("open" in row) row.open = Boolean(wanted.length && !row.hidden);
    shown += !row.hidden;
  }
  for (const group of list.querySelectorAll("[data-find-group]")) {
    group.hidden = !group.querySelector("[data-find-row]:not([hidden])");
    if ("open" in group) group.open = Boolean(wanted.length && !group.hidden);
  }
  const said = form.querySelector("[role=status]");
  said.textContent = shown ? "" : said.dataset.findNone;
}

// Browsers open the fold that an address leads into; older ones need a hand.
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target?.closest("details");
  if (!fold || fold.open) return;
  for (let outer = fold; outer; outer = outer.parentElement.closest("details")) outer.open = true;
  target.scrollIntoView();
}

for (const form of document.querySelectorAll("[data-find]")) {
  const field = form.querySelector("[name=q]");
  const list = document.querySelector("[data-find-in]");
  if (list) field.addEventListener("input", () => narrow(form, field, list));
}
addEventListener("hashchange", openTarget);
openTarget();
