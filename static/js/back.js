// Back shows a page as it was: what it says of the visitor is read anew. What somebody is typing stays.
const parts = (page) =>
  [...page.querySelectorAll("main [id]")].filter((part) => !part.parentElement.closest("main [id]"));
const own = (part) => !["progress", "press-errors", "press-said"].includes(part.id);
const isTyped = (field) => field.value !== field.defaultValue && !["hidden", "submit"].includes(field.type);
const isInUse = (part) => [...part.querySelectorAll("input, textarea")].some(isTyped);

async function readAnew() {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = parts(document).filter(own);
  const fresh = new Map(parts(page).map((part) => [part.id, part]));
  if (shown.some((part) => !fresh.has(part.id)) && !shown.some(isInUse)) return location.reload();
  for (const part of shown) {
    const now = fresh.get(part.id);
    if (now && !isInUse(part) && !now.isEqualNode(part)) part.replaceWith(document.adoptNode(now));
  }
}

addEventListener("pageshow", ({ persisted }) => {
  const [visit] = performance.getEntriesByType("navigation");
  if (persisted || visit?.type === "back_forward") readAnew();
});
