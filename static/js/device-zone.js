// A new account counts its days in the time zone of the device. Without scripts the language presets one.
const field = document.querySelector("input[data-device-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (field && zone) field.value = zone;
