// Sends each chosen or dropped file by itself and shows how far it is. Without this script the form sends them together.
"use strict";
(() => {
  const form = document.getElementById("unggah");
  const input = document.getElementById("files");
  const place = document.getElementById("tempat");
  const list = document.getElementById("kiriman");
  if (!form || !input || !place || !list) return;

  const line = (name) => {
    const item = document.createElement("li");
    const label = document.createElement("span");
    label.textContent = name;
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", name);
    const state = document.createElement("span");
    state.className = "small";
    state.textContent = form.dataset.sending;
    item.append(label, bar, state);
    list.append(item);
    return { bar, state, item };
  };

  const send = (file) => new Promise((done) => {
    const { bar, state, item } = line(file.name);
    const end = (text, good) => {
      state.textContent = text;
      item.className = good ? "good" : "bad";
      if (good) bar.value = 100; else bar.remove();
      done();
    };
    if (file.size > Number(form.dataset.most) * 1024 * 1024) return end(form.dataset.large, false);
    const body = new FormData(form);
    body.delete("files");
    body.append("files", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    request.setRequestHeader("X-CSRF-Token", String(body.get("csrf")));
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = Math.round((100 * event.loaded) / event.total);
    });
    request.addEventListener("load", () => {
      if (request.status === 200 && request.getResponseHeader("HX-Redirect")) return end(form.dataset.sent, true);
      let told = form.dataset.failed;
      try { told = JSON.parse(request.responseText).detail || told; } catch { /* no sentence came */ }
      end(told, false);
    });
    request.addEventListener("error", () => end(form.dataset.failed, false));
    request.send(body);
  });

  const sendAll = async (files) => {
    for (const file of files) {
      await send(file);
      window.htmx.ajax("GET", "/staf/dokumen/unggah", "#antrean");
    }
    input.value = "";
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sendAll([...input.files]);
  });
  for (const name of ["dragenter", "dragover"]) {
    place.addEventListener(name, (event) => {
      event.preventDefault();
      place.classList.add("over");
    });
  }
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    sendAll([...event.dataTransfer.files]);
  });
})();
