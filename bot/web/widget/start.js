// Without an element in the page the script adds the button.

const watcher = new MutationObserver(restore);

function start() {
  if (document.querySelector(NAME)) return;
  added = make(NAME, { mode: "button" });
  for (const name of ["lang", "persist", "theme", "label", "heading", "position", "offset"]) {
    if (OPTIONS[name]) added.setAttribute(name, OPTIONS[name]);
  }
  attach();
  watcher.observe(document, { childList: true });
}

// Not into the body: others exchange that for the next page's, as Turbo does.
function attach() {
  document.documentElement.append(added);
  watcher.observe(document.documentElement, { childList: true });
}

// Where the whole document was exchanged the button went with it; who removes it alone means it.
function restore(changes) {
  const gone = changes.flatMap(({ removedNodes }) => [...removedNodes]);
  if (gone.some(({ localName }) => localName === "body" || localName === "html") && !document.querySelector(NAME)) attach();
}

// A page may include the script twice; the first one then does everything.
if (!customElements.get(NAME)) {
  customElements.define(NAME, Element);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}
