// What htmx could not bring to the server is said in the words of the page, and can be pressed once more.
const place = document.getElementById("press-errors");

function textFor(status) {
  const known = (key) => place.querySelector(`template[data-status="${key}"]`);
  return (known(status) ?? known("")).content.textContent;
}

// The same press as a button of the same form, so that it also goes the way without scripts.
// What was typed stays in its own form, with its own button.
function again({ path, parameters }) {
  const form = document.getElementById("progress");
  const [name, ...others] = Object.keys(parameters).filter((key) => !form.querySelector(`[name="${key}"]`));
  if (!name || others.length) return [];
  const button = document.createElement("button");
  button.setAttribute("form", "progress");
  button.formAction = path;
  Object.assign(button, { name, value: parameters[name], textContent: place.dataset.again });
  return [button];
}

// What the site says about this very press comes with its answer, before the error that it may be.
let words = "";
document.addEventListener("press-words", ({ detail }) => {
  words = detail.value;
});

function clear() {
  place.querySelectorAll(":scope > :not(template)").forEach((element) => element.remove());
}

function show(status, request) {
  clear();
  const text = document.createElement("p");
  text.textContent = words || textFor(status);
  place.append(text, ...(words ? [] : again(request)));
  words = "";
}

document.addEventListener("htmx:responseError", ({ detail }) => show(detail.xhr.status, detail.requestConfig));
for (const event of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(event, ({ detail }) => show(0, detail.requestConfig));
}
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && words) show(detail.xhr.status, detail.requestConfig);
  else if (detail.successful) clear();
});
