// A row that is added gets the number after the last one of its table, as the server suggests for the first new row.
document.addEventListener("formset:added", ({ target, detail }) => {
  const mine = target.querySelector(`[name^="${detail.formsetName}-"][name$="-order"]`);
  if (!mine?.value) return;
  const fields = document.querySelectorAll(`[name^="${detail.formsetName}-"][name$="-order"]`);
  const others = [...fields].filter((field) => field !== mine && !field.name.includes("__prefix__"));
  const numbers = others.map((field) => Number(field.value) || 0);
  mine.value = Math.max(0, ...numbers) + 1;
});
