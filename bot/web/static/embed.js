// The live preview: writes the chosen options into the snippet and onto the preview.
"use strict";

const form = document.getElementById("options");
const snippet = document.getElementById("snippet");
const styles = document.getElementById("styles");
const frame = document.getElementById("preview");

function write(attributes, prefix) {
  return Object.entries(attributes).map(([name, value]) => ` ${prefix}${name}="${value}"`).join("");
}

function update() {
  const { mode, lang, theme, accent, persist } = Object.fromEntries(new FormData(form));
  const attributes = { lang };
  if (theme !== "auto") attributes.theme = theme;
  if (!persist) attributes.persist = "off";
  const script = `<script src="${snippet.dataset.address}"`;
  snippet.textContent =
    mode === "button"
      ? `${script}${write(attributes, "data-")} defer></script>`
      : `<pandu-ascn${write(attributes, "")}></pandu-ascn>\n${script} defer></script>`;
  styles.textContent = `pandu-ascn { --pandu-accent: ${accent}; }`;

  const preview = document.createElement("pandu-ascn");
  for (const [name, value] of Object.entries({ ...attributes, mode, persist: "off" })) preview.setAttribute(name, value);
  if (accent !== form.elements.accent.defaultValue) preview.style.setProperty("--pandu-accent", accent);
  const note = document.createElement("p");
  note.className = "result";
  note.textContent = frame.dataset.corner;
  frame.replaceChildren(...(mode === "button" ? [note, preview] : [preview]));
}

form.addEventListener("change", update);
form.hidden = false;
update();
