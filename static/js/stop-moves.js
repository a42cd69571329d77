// The buttons beside a stop move its row and write the new places; saving the form keeps them. Without this script a
// press saves at once.
function places(table) {
  return [...table.tBodies[0].querySelectorAll("tr.form-row")];
}

function moveRow(button) {
  const row = button.closest("tr");
  const rows = places(row.closest("table"));
  const other = rows[rows.indexOf(row) + (button.dataset.move === "up" ? -1 : 1)];
  if (!other) return;
  if (button.dataset.move === "up") other.before(row);
  else other.after(row);
  const moved = places(row.closest("table"));
  moved.forEach((each, index) => {
    each.querySelector("[name$='-order']").value = index + 1;
    each.querySelector("[data-move=up]").disabled = index === 0;
    each.querySelector("[data-move=down]").disabled = index === moved.length - 1;
  });
  const next = button.disabled ? row.querySelector("[data-move]:not(:disabled)") : button;
  next?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-move]");
  if (!button) return;
  event.preventDefault();
  moveRow(button);
});
