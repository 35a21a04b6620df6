// The conversation in the element: what was asked and answered, and asking.

const SLOW = 8000;
const NEAR_LIMIT = 0.8;
const MARGIN = 12;
const BRIEF = 160;
let ids = 0;

class Conversation extends HTMLElement {
  get language() {
    return this.state.language || (this.getAttribute("lang") === "en" ? "en" : "id");
  }

  nextId() {
    return "pandu" + ++ids;
  }

  save() {
    this.store.save(this.state);
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
    return make("div", { class: "welcome" }, make("h3", null, this.say("hello")), make("p", null, this.say("intro")), this.choices("tryThese", text(this.language, "starters")));
  }

  choices(title, questions) {
    const items = questions.map((question) => make("li", null, button(question, { class: "choice", onclick: () => this.ask(question) })));
    const id = this.nextId();
    return make("div", { class: "choices" }, make("p", { class: "muted", id }, this.say(title)), make("ul", { "aria-labelledby": id }, ...items));
  }

  // To a page of ours or elsewhere, in a tab of its own.
  link(text, path, rel = "noopener") {
    return make("a", { href: new URL(path, this.server).href, target: "_blank", rel }, text, make("span", { class: "hidden" }, " " + this.say("opens")));
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
    return this.article(entry, new AnswerView(entry, this), actions);
  }

  article({ answer }, view, actions) {
    const kind = ["answer", answer.outcome, answer.sureness].filter(Boolean).join(" ");
    return make("article", { class: kind, "aria-label": this.say("name") }, view.build(), actions.build());
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

  async ask(asked, typed, more) {
    const question = String(asked).trim().slice(0, LIMIT);
    if (this.asking || !question) return undefined;
    if (this.floating && !this.panel.open) this.open();
    this.clearProblem();
    if (!this.state.entries.length) this.log.replaceChildren();
    this.log.querySelector(":scope > .choices")?.remove();
    const bubble = this.bubble(question);
    const waiting = make("p", { class: "waiting" }, this.say("searching"));
    const draft = make("div", { class: "draft" });
    this.log.append(bubble, draft, waiting);
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
      const answer = await this.client.ask({ question, conversation, language, ...more }, this.language, this.asking, (text) => {
        draft.append(make("p", null, text));
        waiting.textContent = this.say("writing");
      });
      this.answered({ question, answer }, bubble);
      return answer;
    } catch (error) {
      this.failed(question, error, typed);
      bubble.remove();
      return undefined;
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
    this.tell("answer", { ...entry });
  }

  // An event for the page around the widget.
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent("pandu-" + name, { bubbles: true, composed: true, detail }));
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
    if (error.name === "AbortError") return null; // stopped
    const { onLine } = navigator;
    const text = onLine ? (error.detail || this.say(error === "timeout" ? "timeout" : "failed")) : this.say("offline");
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
}
