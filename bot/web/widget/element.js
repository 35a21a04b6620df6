// The element: <pandu-ascn>, as a button with a panel (mode="button") or in the page.

const SLOW = 8000;
const REPLY_EVERY = 60000;
const NEAR_LIMIT = 0.8;
const MARGIN = 12;
const BRIEF = 160;
let ids = 0;

class PanduAscn extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return this.watch();
    this.server = this.getAttribute("server") || SERVER;
    this.client = new Client(this.server);
    this.store = new Store(this.server, this.getAttribute("persist") !== "off");
    this.state = this.store.load();
    this.tickets = new Tickets(this);
    this.say = (name, n) => TEXTS[this.language][name].replace("{n}", n);
    this.floating = this.getAttribute("mode") === "button";
    this.narrow = matchMedia("(max-width: 40em), (max-height: 30em)");
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    this.render();
    this.watch();
  }

  disconnectedCallback() {
    this.watching.abort();
    this.stop();
  }

  get language() {
    return this.state.language || (this.getAttribute("lang") === "en" ? "en" : "id");
  }

  nextId() {
    return "pandu" + ++ids;
  }

  save() {
    this.store.save(this.state);
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
    if (window.visualViewport) visualViewport.addEventListener("resize", () => this.fit(), { signal });
    const timer = setInterval(() => document.visibilityState === "visible" && this.tickets.refresh(), REPLY_EVERY);
    signal.addEventListener("abort", () => clearInterval(timer));
    this.tickets.refresh();
  }

  // On a phone the keyboard covers part of the page: the panel takes what is left to see.
  fit() {
    if (!this.floating) return;
    this.panel.style.setProperty("--viewport", visualViewport.height + "px");
    this.panel.style.setProperty("--viewport-top", visualViewport.offsetTop + "px");
  }

  // Another tab of the site went on with the conversation, or deleted it: what is written here stays.
  follow() {
    const { conversation, entries } = this.store.load();
    const same = conversation === this.state.conversation && entries.length === this.state.entries.length;
    if (same || this.asking || this.writing()) return;
    this.state = { ...this.state, conversation, entries };
    this.fill();
  }

  // Whether something is being written that must not be redrawn.
  writing() {
    return Boolean(this.panel.querySelector(".form"));
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
    this.launcher = this.floating ? this.opener() : null;
    this.shadowRoot.replaceChildren(...[this.launcher, this.panel].filter(Boolean));
    this.panel.addEventListener("keydown", (event) => this.floating && event.key === "Escape" && this.close(event));
    this.panel.addEventListener("close", () => this.closed());
    this.fill();
    if (open) this.show();
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
    const privacy = new URL("privasi?lang=" + this.language, this.server).href;
    const link = make("a", { href: privacy, target: "_blank", rel: "noopener" }, this.say("privacy"), make("span", { class: "hidden" }, " " + this.say("opens")));
    this.eraser = button(this.say("erase"), { class: "link", onblur: () => this.eraseLabel("erase"), onclick: () => this.erase() });
    return make("footer", null, make("span", null, this.say("private")), link, this.eraser);
  }

  // The conversation so far, or the welcome.
  fill() {
    this.views = [];
    this.begun();
    this.log.replaceChildren(...(this.state.entries.length ? [] : [this.welcome()]));
    for (const entry of this.state.entries) this.showEntry(entry);
    this.offer();
    this.typed();
    this.showTickets();
    this.toEnd();
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

  toEnd() {
    if (this.state.entries.length) this.log.scrollTop = this.log.scrollHeight;
  }

  // Scrolls the conversation, and never the page around it, until a node is seen, or stands at the top.
  reveal(node, top) {
    const scroller = this.log.scrollHeight > this.log.clientHeight ? this.log : this.panel;
    const frame = scroller.getBoundingClientRect();
    const box = node.getBoundingClientRect();
    const above = box.top - frame.top - MARGIN;
    const below = box.bottom - frame.bottom + MARGIN;
    if (top || above < 0) scroller.scrollTop += above;
    else if (below > 0) scroller.scrollTop += Math.min(above, below);
  }

  welcome() {
    return make("div", { class: "welcome" }, make("h3", null, this.say("hello")), make("p", null, this.say("intro")), this.choices("tryThese", TEXTS[this.language].starters));
  }

  choices(title, questions) {
    const items = questions.map((question) => make("li", null, button(question, { class: "choice", onclick: () => this.ask(question) })));
    const id = this.nextId();
    return make("div", { class: "choices" }, make("p", { class: "muted", id }, this.say(title)), make("ul", { "aria-labelledby": id }, ...items));
  }

  showEntry(entry) {
    this.log.append(this.bubble(entry.question));
    this.log.append(this.answer(entry));
  }

  bubble(question) {
    return make("div", { class: "asked" }, make("span", { class: "hidden" }, this.say("you") + ": "), make("p", null, question));
  }

  answer(entry) {
    const actions = new Actions(this, entry);
    this.views.push(actions);
    const body = new AnswerView(entry.answer, this).build();
    return make("article", { class: "answer " + entry.answer.outcome, "aria-label": this.say("name") }, body, actions.build());
  }

  // Questions that could follow, under the last answer only.
  offer() {
    this.log.querySelector(":scope > .choices")?.remove();
    const last = this.state.entries[this.state.entries.length - 1];
    if (last && last.answer.suggestions.length) this.log.append(this.choices("next", last.answer.suggestions));
  }

  typed() {
    this.state.draft = this.field.value;
    const used = this.field.value.length;
    this.left.textContent = used > LIMIT * NEAR_LIMIT ? this.say("left", LIMIT - used) : "";
    this.field.style.blockSize = "auto";
    if (this.field.scrollHeight) this.field.style.blockSize = this.field.scrollHeight + 2 + "px";
    this.save();
  }

  key(event) {
    // Enter while composing (as for an accent or a candidate word) belongs to the keyboard.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  submit() {
    if (this.asking) this.stop();
    else if (this.field.value.trim()) this.ask(this.field.value.trim(), true);
  }

  stop() {
    if (this.asking) this.asking.abort();
  }

  async ask(question, typed, more) {
    if (this.asking) return;
    this.clearProblem();
    if (!this.state.entries.length) this.log.replaceChildren();
    this.log.querySelector(":scope > .choices")?.remove();
    const asked = this.bubble(question);
    const waiting = make("p", { class: "waiting" }, this.say("searching"));
    const draft = make("div", { class: "draft" });
    this.log.append(asked, draft, waiting);
    this.reveal(waiting);
    this.announce(this.say("searching"));
    if (typed) this.clearField();
    this.busy(new AbortController());
    const slow = setTimeout(() => {
      waiting.textContent = this.say("slow");
      this.announce(this.say("slow"));
    }, SLOW);
    try {
      const { conversation, language } = this.state;
      const answer = await this.client.ask({ question, conversation, language, ...more }, this.language, this.asking.signal, (text) => {
        draft.append(make("p", null, text));
        waiting.textContent = this.say("writing");
      });
      this.answered({ question, answer }, asked);
    } catch (error) {
      this.failed(question, error, typed);
      asked.remove();
    } finally {
      clearTimeout(slow);
      draft.remove();
      waiting.remove();
      this.busy(null);
    }
  }

  answered(entry, asked) {
    this.state.conversation = entry.answer.conversation;
    this.state.entries.push(entry);
    this.save();
    this.begun();
    this.log.append(this.answer(entry));
    this.offer();
    this.reveal(asked, true);
    this.announce(this.brief(entry.answer));
  }

  // What a screen reader says of an answer; the rest is there to be read.
  brief({ label, text }) {
    const start = text.replace(/ ?\[\d+\]/g, "");
    return label + ": " + start.slice(0, BRIEF) + (start.length > BRIEF ? "…" : "");
  }

  failed(question, error, typed) {
    if (typed && !this.field.value) {
      this.field.value = question;
      this.typed();
    }
    if (!this.state.entries.length && !this.log.querySelector(".welcome")) this.log.prepend(this.welcome());
    this.offer();
    if (this.asking && this.asking.signal.aborted) return null;
    const { onLine } = navigator;
    const text = onLine ? (error.detail || this.say(error.kind === "timeout" ? "timeout" : "failed")) : this.say("offline");
    const retry = button(this.say("retry"), { class: "primary", onclick: () => this.again(question) });
    const problem = make("div", { class: "problem", role: "alert" }, make("p", { class: onLine ? null : "offline" }, text), retry);
    this.log.append(problem);
    this.reveal(problem);
    return retry;
  }

  again(question) {
    const typed = this.field.value.trim() === question;
    this.ask(question, typed);
    this.field.focus();
  }

  clearProblem() {
    this.log.querySelector(".problem")?.remove();
  }

  clearField() {
    this.field.value = "";
    this.typed();
  }

  busy(asking) {
    this.asking = asking;
    const label = this.say(asking ? "stop" : "send");
    this.sender.setAttribute("aria-label", label);
    this.sender.title = label;
    this.sender.replaceChildren(icon(asking ? "stop" : "send"));
    this.panel.setAttribute("aria-busy", String(Boolean(asking)));
  }

  announce(text) {
    this.status.textContent = text;
  }

  focusField() {
    this.field.focus();
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
    this.show();
    this.field.focus();
    this.showTickets();
    this.tickets.refresh();
  }

  show() {
    // Full screen on a phone, the rest of the page is out of reach; beside the page otherwise.
    if (this.narrow.matches) this.panel.showModal();
    else this.panel.show();
    if (window.visualViewport) this.fit();
    this.launcher.hidden = true;
    this.launcher.setAttribute("aria-expanded", "true");
    this.typed();
    this.toEnd();
  }

  close(event) {
    if (event) event.preventDefault();
    this.panel.close();
  }

  closed() {
    this.launcher.hidden = false;
    this.launcher.setAttribute("aria-expanded", "false");
    this.launcher.focus();
  }
}
