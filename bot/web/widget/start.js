// Without an element in the page the script adds the button.

// A page may include the script twice; the first one then does everything.
if (!customElements.get("pandu-ascn")) customElements.define("pandu-ascn", Element);

function start() {
  if (!SCRIPT || document.querySelector("pandu-ascn")) return;
  const element = document.createElement("pandu-ascn");
  element.setAttribute("mode", "button");
  for (const name of ["lang", "persist", "theme", "label", "heading"]) {
    if (SCRIPT.dataset[name]) element.setAttribute(name, SCRIPT.dataset[name]);
  }
  // Not into the body: a filter or a transform there would hold the button to the page's end.
  document.documentElement.append(element);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
