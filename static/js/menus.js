// A menu of states closes when something else is pressed, when another one opens, and with Escape, where the keyboard
// goes on at its button. Typing elsewhere is left alone.
const openMenus = () => [...document.querySelectorAll('details[name="state"][open]')];

function closeOthers(place) {
  for (const menu of openMenus()) if (!menu.contains(place)) menu.open = false;
}

// When the finger leaves: what is pressed stays where it is until then, and scrolling closes nothing.
document.addEventListener("pointerup", ({ target }) => closeOthers(target));
document.addEventListener("toggle", ({ target }) => target.matches("[name=state][open]") && closeOthers(target), true);

document.addEventListener("keydown", (event) => {
  const [menu] = openMenus();
  const isHere = menu?.contains(document.activeElement) || document.activeElement === document.body;
  if (event.key !== "Escape" || !menu || !isHere) return;
  event.preventDefault();
  menu.open = false;
  menu.querySelector("summary").focus({ preventScroll: true });
});
