// Offers the time zone of the device first. It chooses nothing.
const select = document.querySelector("select[data-own-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (select && zone) {
  const known = [...select.options].find((option) => option.value === zone);
  const group = document.createElement("optgroup");
  group.label = select.dataset.ownZone;
  group.append(new Option(known?.text ?? zone, zone));
  const chosen = select.value;
  select.prepend(group);
  select.value = chosen;
}
