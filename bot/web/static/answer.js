// The page of an answer: its own address copied, and the page printed.
"use strict";

const link = document.getElementById("link");
const printer = document.getElementById("print");

if (link && navigator.clipboard) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    await navigator.clipboard.writeText(link.href);
    const said = document.getElementById("said");
    said.className = "muted small";
    said.textContent = document.getElementById("tools").dataset.copied;
  });
}
if (printer) {
  printer.hidden = false;
  printer.addEventListener("click", () => print());
}
