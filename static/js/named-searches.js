// The fields of the admin that search while one types say what they are for, and then what is chosen: theirs say only
// the latter, and nothing where nothing is chosen.
let count = 0;

function nameSearches(place) {
  for (const select of place.querySelectorAll("select.select2-hidden-accessible")) {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const box = select.nextElementSibling?.querySelector("[role=combobox]");
    if (!label || !box) continue;
    label.id ||= `search-label-${(count += 1)}`;
    const chosen = box.querySelector(".select2-selection__rendered");
    box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
    // What is chosen is the text of the field, and no field of its own.
    for (const name of ["role", "aria-readonly"]) chosen.removeAttribute(name);
  }
}

// After the ready handlers of the admin, which make the fields.
window.django?.jQuery?.(() => nameSearches(document));
// The admin's own script makes the fields of a new row when it hears of it.
document.addEventListener("formset:added", ({ target }) => setTimeout(() => nameSearches(target)));
