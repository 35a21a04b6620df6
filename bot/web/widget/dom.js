// Building elements. Whatever comes from the server is inserted as text; nothing is ever parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  send: "M4 12 20 4l-5 16-3.5-6.5L4 12Zm7.5 1.5L20 4",
  stop: "M7 7h10v10H7z",
  close: "M6 6l12 12M18 6 6 18",
  restart: "M4 11a8 8 0 1 1 2.3 6M4 5v6h6",
  up: "M7 11v9H4v-9h3Zm0 0 4-8c1.7 0 2.5 1 2.5 2.5V9H19a2 2 0 0 1 2 2.3l-1.2 7A2 2 0 0 1 17.8 20H7",
  down: "M17 13V4h3v9h-3Zm0 0-4 8c-1.7 0-2.5-1-2.5-2.5V15H5a2 2 0 0 1-2-2.3l1.2-7A2 2 0 0 1 6.2 4H17",
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

function svg(viewBox, ...shapes) {
  const root = document.createElementNS(SVG, "svg");
  root.setAttribute("viewBox", viewBox);
  root.setAttribute("aria-hidden", "true");
  for (const [tag, attributes] of shapes) {
    const shape = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    root.append(shape);
  }
  return root;
}

function icon(name) {
  return svg("0 0 24 24", ["path", { d: ICONS[name], class: "line" }]);
}

function logo() {
  return svg(
    "0 0 48 48",
    ["circle", { cx: 24, cy: 24, r: 20.5, class: "ring" }],
    ["path", { d: "M24 9 30.5 24h-13Z", class: "north" }],
    ["path", { d: "M24 39 17.5 24h13Z", class: "south" }],
    ["circle", { cx: 24, cy: 24, r: 2.6, class: "hub" }],
  );
}

function button(label, attributes, ...children) {
  return make("button", { type: "button", "aria-label": children.length ? label : null, ...attributes }, ...(children.length ? children : [label]));
}

function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : "";
  } catch {
    return "";
  }
}

async function copyText(text, root) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  // Plain http, as on an intranet, has no clipboard interface.
  const field = make("textarea", { class: "hidden", readonly: true, "aria-hidden": "true" });
  field.value = text;
  root.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("not copied");
}
