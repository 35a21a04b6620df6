// The catalogue opened in Telegram. Telegram's own script is not loaded: what it would tell stands in the address with
// which the app is opened, and what it would do are messages to the app around the page.
"use strict";

const COLOURS = { "--paper": "bg_color", "--ink": "text_color", "--surface": "section_bg_color", "--soft": "secondary_bg_color" };
const HEX = /^#[0-9a-f]{6}$/i;
const KEPT = "pandu-telegram";

function opened() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (given.has("tgWebAppData")) {
    const start = { init: given.get("tgWebAppData"), theme: given.get("tgWebAppThemeParams") || "{}" };
    history.replaceState(null, "", location.pathname + location.search);
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(start));
    } catch { /* a client without storage: this page alone knows who opened it */ }
    return start;
  }
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) || { init: "", theme: "{}" };
  } catch {
    return { init: "", theme: "{}" };
  }
}

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function wear(theme) {
  const root = document.documentElement;
  if (!theme || !HEX.test(theme.bg_color) || !HEX.test(theme.text_color)) return;
  if (contrast(theme.bg_color, theme.text_color) < 4.5) return;
  const dark = luminance(theme.bg_color) < 0.18;
  root.classList.toggle("dark", dark);
  root.classList.toggle("light", !dark);
  for (const [name, from] of Object.entries(COLOURS)) {
    const colour = HEX.test(theme[from]) ? theme[from] : theme.bg_color;
    root.style.setProperty(name, name === "--ink" ? theme.text_color : colour);
  }
  // A link that could not be read well keeps our own colour.
  const links = [theme.bg_color, theme.section_bg_color].filter((colour) => HEX.test(colour));
  const readable = HEX.test(theme.link_color) && links.every((colour) => contrast(theme.link_color, colour) >= 4.5);
  if (readable) {
    root.style.setProperty("--accent", theme.link_color);
    root.style.setProperty("--on-accent", contrast(theme.link_color, "#ffffff") >= 4.5 ? "#ffffff" : "#000000");
  } else {
    root.style.removeProperty("--accent");
    root.style.removeProperty("--on-accent");
  }
}

function tell(eventType, eventData = {}) {
  if (window.TelegramWebviewProxy) {
    window.TelegramWebviewProxy.postEvent(eventType, JSON.stringify(eventData));
  } else if (window.external && "notify" in window.external) {
    window.external.notify(JSON.stringify({ eventType, eventData }));
  } else if (parent !== window) {
    parent.postMessage(JSON.stringify({ eventType, eventData }), "https://web.telegram.org");
  } else {
    return false;
  }
  return true;
}

function receive(eventType, eventData) {
  if (eventType === "theme_changed" && eventData) wear(eventData.theme_params);
}

const { init, theme } = opened();
try {
  wear(JSON.parse(theme));
} catch { /* no theme: our own colours */ }
window.Telegram = { WebView: { receiveEvent: receive } };
window.TelegramGameProxy = { receiveEvent: receive };
addEventListener("message", (event) => {
  if (event.source !== parent || event.origin !== "https://web.telegram.org") return;
  try {
    const { eventType, eventData } = JSON.parse(event.data);
    receive(eventType, eventData);
  } catch { /* not for us */ }
});
tell("web_app_ready");
tell("web_app_expand");

// What is not part of the app opens in the browser: a workbook could not be kept from in here.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.pathname.startsWith("/app/") && link.origin === location.origin) return;
  if (tell("web_app_open_link", { url: link.href })) event.preventDefault();
});

const send = document.getElementById("send");
if (send && init) {
  const said = document.getElementById("said");
  document.getElementById("ask").hidden = true;
  send.hidden = false;
  send.addEventListener("click", async () => {
    send.disabled = true;
    let status = 0;
    try {
      status = (await fetch("/app/kirim", { method: "POST", body: new URLSearchParams({ init, key: send.dataset.key }) })).status;
    } catch { /* offline */ }
    said.textContent = { 204: send.dataset.sent, 403: send.dataset.old, 409: send.dataset.start }[status] || send.dataset.failed;
    send.disabled = false;
  });
}
