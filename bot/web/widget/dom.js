// Building elements. Whatever comes from the server is inserted as text; nothing is ever parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  send: "M4 12 20 4l-5 16-3.5-6.5L4 12Zm7.5 1.5L20 4",
  stop: "M7 7h10v10H7z",
  close: "M6 6l12 12M18 6 6 18",
  restart: "M4 11a8 8 0 1 1 2.3 6M4 5v6h6",
  up: "M7 11v9H4v-9h3Zm0 0 4-8c1.7 0 2.5 1 2.5 2.5V9H19a2 2 0 0 1 2 2.3l-1.2 7A2 2 0 0 1 17.8 20H7",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
};

function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null && child !== ""));
  return node;
}

// Paths by their classes.
function svg(size, shapes) {
  const root = document.createElementNS(SVG, "svg");
  root.setAttribute("viewBox", "0 0 " + size + " " + size);
  root.setAttribute("aria-hidden", "true");
  for (const [name, d] of Object.entries(shapes)) {
    const shape = document.createElementNS(SVG, "path");
    shape.setAttribute("class", name);
    shape.setAttribute("d", d);
    root.append(shape);
  }
  return root;
}

function icon(name) {
  return svg(24, { line: ICONS[name] });
}

function logo() {
  return svg(48, {
    ring: "M24 3.5a20.5 20.5 0 1 0 .1 0Z",
    north: "M24 9 30.5 24h-13Z",
    south: "M24 39 17.5 24h13Z",
    hub: "M24 21.4a2.6 2.6 0 1 0 .1 0Z",
  });
}

function button(label, attributes, ...children) {
  return make("button", { type: "button", "aria-label": children.length ? label : null, ...attributes }, ...(children.length ? children : [label]));
}

function webAddress(given) {
  try {
    const url = new URL(given);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : "";
  } catch {
    return "";
  }
}

// TEXTS holds each in Indonesian and English.
function text(language, name) {
  return TEXTS[name][language === "en" ? 1 : 0];
}

async function copyText(content, root) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(content);
  // Plain http, as on an intranet, has no clipboard interface.
  const field = make("textarea", { class: "hidden", readonly: true, "aria-hidden": "true" });
  field.value = content;
  root.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("not copied");
}
