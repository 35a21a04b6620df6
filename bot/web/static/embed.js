// The live preview: writes the chosen options into the snippet and onto the preview.
"use strict";

const form = document.getElementById("options");
const snippet = document.getElementById("snippet");
const styles = document.getElementById("styles");
const frame = document.getElementById("preview");
const address = snippet.dataset.address;

function update() {
  const { lang, theme, accent, persist } = Object.fromEntries(new FormData(form));
  const attributes = [`data-lang="${lang}"`];
  if (theme !== "auto") attributes.push(`data-theme="${theme}"`);
  if (!persist) attributes.push('data-persist="off"');
  snippet.textContent = `<script src="${address}" ${attributes.join(" ")} defer></script>`;
  styles.textContent = `pandu-ascn { --pandu-accent: ${accent}; }`;
  const preview = document.createElement("pandu-ascn");
  preview.setAttribute("lang", lang);
  preview.setAttribute("persist", "off");
  if (theme !== "auto") preview.setAttribute("theme", theme);
  if (accent !== form.elements.accent.defaultValue) preview.style.setProperty("--pandu-accent", accent);
  frame.replaceChildren(preview);
}

form.addEventListener("change", update);
form.hidden = false;
update();
