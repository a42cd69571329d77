// Escape closes a menu of states, and the keyboard goes on at its button. Typing elsewhere is left alone.
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector('details[name="state"][open]');
  const isHere = menu?.contains(document.activeElement) || document.activeElement === document.body;
  if (event.key !== "Escape" || !menu || !isHere) return;
  event.preventDefault();
  menu.open = false;
  menu.querySelector("summary").focus({ preventScroll: true });
});
