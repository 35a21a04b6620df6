// The element: <pandu-ascn>, as a button with a panel (mode="button") or in the page. What pages may use of it: open(),
// close(), ask(question), the properties position and offset, and the events pandu-open, pandu-close and pandu-answer.

const REPLY_EVERY = 60000;

class PanduAscn extends Conversation {
  static observedAttributes = ["offset"];

  connectedCallback() {
    if (this !== added) added?.remove();
    if (this.shadowRoot) return this.moved();
    this.server = this.getAttribute("server") || SERVER;
    if (!this.server) return console.error(NO_SERVER);
    this.floating = this.getAttribute("mode") === "button";
    this.client = new Client(this.server);
    this.store = new Store(this.server, this.ownName(), this.getAttribute("persist") !== "off");
    this.state = this.store.load();
    this.tickets = new Tickets(this);
    this.say = (name, n) => text(this.language, name).replace("{n}", n);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    this.render();
    this.watch();
  }

  // Frameworks move elements about: only one that stays away has gone.
  disconnectedCallback() {
    setTimeout(() => {
      if (this.isConnected || !this.watching) return;
      this.watching.abort();
      this.stop();
    });
  }

  attributeChangedCallback() {
    this.layer?.place();
  }

  moved() {
    if (this.watching.signal.aborted) this.watch();
    this.layer?.moved();
    return undefined;
  }

  // Under what its conversation is kept: another widget of the site has another.
  ownName() {
    const alike = [...document.querySelectorAll(NAME)].filter((one) => one.getAttribute("mode") === this.getAttribute("mode"));
    return (this.floating ? "#" : "/page#") + (this.id || alike.indexOf(this));
  }

  watch() {
    this.watching = new AbortController();
    const { signal } = this.watching;
    const offline = () => {
      const { onLine } = navigator;
      this.banner.hidden = onLine;
      this.banner.textContent = onLine ? "" : this.say("offline");
      const told = this.log.querySelector(".offline");
      if (onLine && told) told.textContent = this.say("online");
    };
    addEventListener("online", offline, { signal });
    addEventListener("offline", offline, { signal });
    offline();
    addEventListener("storage", (event) => event.key === this.store.key && this.follow(), { signal });
    addEventListener("storage", (event) => event.key === this.store.ticketsKey && this.tickets.follow(), { signal });
    this.layer?.watch(signal);
    const timer = setInterval(() => document.visibilityState === "visible" && this.tickets.refresh(), REPLY_EVERY);
    signal.addEventListener("abort", () => clearInterval(timer));
    this.tickets.refresh();
  }

  visible() {
    return document.visibilityState === "visible" && (!this.floating || this.panel.open);
  }

  render() {
    const open = this.panel && this.panel.open;
    const id = this.nextId();
    this.status = make("div", { class: "hidden", role: "status" });
    this.banner = make("p", { class: "banner", role: "status", hidden: true });
    this.log = make("div", { class: "log", role: "region", "aria-label": this.say("log"), tabindex: 0 });
    this.others = make("div");
    const inside = [this.header(id), this.banner, this.others, this.log, this.composer(), this.footer(), this.status];
    const labels = { class: "panel", dir: "ltr", lang: this.language, "aria-label": this.say("dialog") };
    this.panel = make(this.floating ? "dialog" : "section", labels, ...inside);
    // A page's keys of its own, as "/" for its search, are not meant by who writes here.
    for (const name of ["keydown", "keypress", "keyup"]) this.panel.addEventListener(name, (event) => event.stopPropagation());
    if (this.floating) this.float();
    else this.shadowRoot.replaceChildren(this.panel);
    this.fill();
    if (open) this.show();
  }

  float() {
    this.launcher = this.opener();
    this.panel.addEventListener("keydown", (event) => event.key === "Escape" && (event.preventDefault(), this.close()));
    this.panel.addEventListener("close", () => this.closed());
    this.layer ||= new Layer(this);
    this.layer.hold(this.launcher, this.panel);
  }

  opener() {
    const label = this.getAttribute("label") || this.say("launcher");
    this.unread = make("span", { class: "unread", hidden: true });
    return make("button", { type: "button", class: "launcher", dir: "ltr", "aria-haspopup": "dialog", "aria-expanded": "false", lang: this.language, onclick: () => this.open() }, logo(), make("span", null, label), this.unread);
  }

  header() {
    const other = this.language === "id" ? "en" : "id";
    return make(
      "header",
      null,
      logo(),
      make("div", { class: "names" }, make("h2", null, this.getAttribute("heading") || this.say("name")), make("p", null, this.say("tagline"))),
      button(this.say("switch"), { class: "icon word", lang: other, onclick: () => this.turnTo(other) }),
      button(this.say("restart"), { class: "icon", title: this.say("restart"), onclick: () => this.restart() }, icon("restart")),
      this.floating ? button(this.say("close"), { class: "icon", title: this.say("close"), onclick: () => this.close() }, icon("close")) : null,
    );
  }

  composer() {
    const id = this.nextId();
    this.field = make("textarea", { id, rows: 1, maxlength: LIMIT, placeholder: this.say("placeholder"), enterkeyhint: "send", oninput: () => this.typed(), onkeydown: (event) => this.key(event) });
    this.field.value = this.state.draft;
    this.left = make("span", { class: "muted left", "aria-live": "polite" });
    this.sender = make("button", { class: "send", "aria-label": this.say("send"), title: this.say("send") }, icon("send"));
    const row = make("div", { class: "row" }, this.field, this.sender);
    return make("form", { class: "composer", onsubmit: (event) => (event.preventDefault(), this.submit()) }, make("label", { class: "hidden", for: id }, this.say("field")), row, this.left);
  }

  footer() {
    const privacy = this.link(this.say("privacy"), "privasi?lang=" + this.language);
    this.eraser = button(this.say("erase"), { class: "link", onblur: () => this.eraseLabel("erase"), onclick: () => this.erase() });
    return make("footer", null, make("span", null, this.say("private")), privacy, this.eraser);
  }

  // What there is to delete once something was asked.
  begun() {
    this.eraser.hidden = !this.state.conversation;
  }

  // Tickets under their questions, those of earlier conversations above them, and how many replies are new.
  showTickets() {
    const { tickets } = this;
    const here = new Set(this.state.entries.map(({ secret }) => secret));
    const open = Boolean(this.others.querySelector("details[open]"));
    this.others.replaceChildren(...[tickets.list(here, open)].filter(Boolean));
    for (const view of this.views) view.showTicket();
    const { news } = tickets;
    if (news && this.visible()) this.announce(this.say("unread", news));
    if (this.visible()) tickets.see();
    if (!this.unread) return;
    const left = tickets.news;
    this.unread.hidden = !left;
    this.unread.replaceChildren(...(left ? [make("span", { "aria-hidden": "true" }, String(left)), make("span", { class: "hidden" }, this.say("unread", left))] : []));
  }

  turnTo(language) {
    this.stop();
    this.state.language = language;
    this.save();
    this.render();
    this.shadowRoot.querySelector("header button").focus();
  }

  restart() {
    this.stop();
    this.state = { ...this.state, conversation: null, entries: [] };
    this.save();
    this.fill();
    this.field.focus();
  }

  eraseLabel(name) {
    this.eraser.textContent = this.say(name);
    this.eraser.classList.toggle("sure", name !== "erase");
  }

  async erase() {
    if (!this.eraser.classList.contains("sure")) return this.eraseLabel("eraseSure");
    try {
      await this.client.request("conversation", { method: "DELETE", conversation: this.state.conversation, language: this.language });
    } catch (error) {
      return this.announce(error.detail || this.say("failed"));
    }
    this.restart();
    this.tickets.refresh();
    this.announce(this.say("erased"));
    return undefined;
  }

  open() {
    if (!this.floating || this.panel.open) return;
    this.show();
    this.field.focus();
    this.showTickets();
    this.tickets.refresh();
    this.tell("open");
  }

  show() {
    this.layer.show();
    this.launcher.hidden = true;
    this.launcher.setAttribute("aria-expanded", "true");
    this.typed();
    this.toEnd();
  }

  close() {
    if (this.floating) this.panel.close();
  }

  closed() {
    if (this.panel.open) return;
    this.launcher.hidden = false;
    this.launcher.setAttribute("aria-expanded", "false");
    this.launcher.focus();
    this.layer.closed();
    this.tell("close");
  }
}

for (const name of ["position", "offset"]) {
  Object.defineProperty(PanduAscn.prototype, name, {
    get() {
      return this.getAttribute(name);
    },
    set(value) {
      this.setAttribute(name, value);
    },
  });
}
