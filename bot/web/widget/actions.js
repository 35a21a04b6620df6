// What a person can do with an answer: rate it, copy it, hand the question over.

class Actions {
  constructor(widget, entry) {
    this.widget = widget;
    this.entry = entry;
    this.say = widget.say;
    this.place = make("div", { class: "more" });
  }

  build() {
    const { answer } = this.entry;
    const stored = Boolean(answer.turn);
    const urgent = ["refused", "partly", "person", "error"].includes(answer.outcome);
    this.up = stored && this.vote("helpful", 1);
    this.down = stored && this.vote("unhelpful", -1);
    this.person = answer.hand_over && button(this.say("handOver"), { class: urgent ? "primary" : "quiet", onclick: () => this.openHandOver() });
    this.watch = answer.watch && button(this.say("watch"), { class: "quiet", onclick: () => this.openWatch() });
    const copy = button(this.say("copy"), { class: "icon", title: this.say("copy"), onclick: () => this.copy() }, icon("copy"));
    const bar = make("div", { class: "actions" }, ...[this.person, this.watch, ...this.more(), copy, this.up, this.down].filter(Boolean));
    this.showTicket();
    return make("div", null, bar, this.place);
  }

  // What only the page offers.
  more() {
    return [];
  }

  vote(label, value) {
    const pressed = String(this.entry.value === value);
    return button(this.say(label), { class: value > 0 ? "icon" : "icon down", title: this.say(label), "aria-pressed": pressed, onclick: () => this.rate(value) }, icon("up"));
  }

  async rate(value) {
    if (!(await this.send("feedback", { value }))) return;
    this.entry.value = value;
    this.widget.save();
    this.up.setAttribute("aria-pressed", String(value === 1));
    this.down.setAttribute("aria-pressed", String(value === -1));
    if (value === 1) this.done(this.say("thanks"));
    else this.askReason();
  }

  askReason() {
    const field = make("textarea", { rows: 2, maxlength: 1000 });
    const send = async () => {
      if (field.value.trim() && !(await this.send("feedback", { value: -1, reason: field.value.trim() }))) return;
      this.done(this.say("thanks"), this.down);
    };
    this.form("reason", field, null, "sendReason", send, this.down);
  }

  openHandOver() {
    const field = make("input", { maxlength: 200, autocomplete: "email" });
    const send = async () => {
      const response = await this.send("tickets", { contact: field.value.trim() });
      if (!response) return;
      const body = await response.json();
      this.entry.secret = body.secret;
      this.widget.save();
      this.widget.tickets.add(body);
      this.showTicket();
      this.widget.announce(this.place.textContent);
      this.widget.focusField();
    };
    this.form("contact", field, "contactHint", "handOverSend", send, this.person, "handOverTitle");
  }

  openWatch() {
    const field = make("input", { type: "email", autocomplete: "email" });
    const send = async () => {
      const response = await this.send("watches", { email: field.value.trim() });
      if (!response) return;
      const body = await response.json();
      this.entry.answer.watch = false;
      this.widget.save();
      this.watch.remove();
      this.done(body.message);
      this.widget.focusField();
    };
    this.form("watchMail", field, "watchHint", "watch", send, this.watch);
  }

  form(label, field, hint, submit, send, back, title) {
    openForm(this.widget, this.place, { label, field, hint, submit, send, title, cancel: () => this.done("", back) });
  }

  // How far the ticket is that this question became, if it did.
  showTicket() {
    const { secret } = this.entry;
    if (secret && this.person) this.person.remove();
    const { tickets } = this.widget;
    if (secret && tickets.bodies.has(secret)) this.place.replaceChildren(tickets.card(secret, false));
  }

  async copy() {
    try {
      await copyText(answerAsText(this.entry.answer, this.say), this.place);
      this.note(this.say("copied"));
    } catch {
      this.note(this.say("notCopied"));
    }
  }

  async send(path, values) {
    const { client, state, language } = this.widget;
    const body = { turn: this.entry.answer.turn, conversation: state.conversation, ...values };
    try {
      return await client.request(path, { body, language });
    } catch (error) {
      this.note(error.detail || this.say("failed"));
      return null;
    }
  }

  // Says how it went beside what is open, which stays as it is.
  note(text) {
    this.place.querySelector(".result")?.remove();
    this.place.append(make("p", { class: "result muted" }, text));
    this.widget.announce(text);
  }

  done(text, focus) {
    this.place.replaceChildren();
    this.showTicket();
    if (text) this.note(text);
    if (focus) focus.focus();
  }
}

// One field to fill in, in a place under what it is about; the texts by their names.
function openForm(widget, place, { label, field, hint, submit, send, title, cancel }) {
  const { say } = widget;
  const id = widget.nextId();
  field.id = id;
  if (hint) field.setAttribute("aria-describedby", id + "h");
  const form = make(
    "form",
    { class: "form", onsubmit: (event) => (event.preventDefault(), send()) },
    title && make("h3", null, say(title)),
    make("label", { for: id }, say(label)),
    hint && make("p", { id: id + "h", class: "muted" }, say(hint)),
    field,
    make("div", { class: "actions" }, make("button", { class: "primary" }, say(submit)), button(say("cancel"), { class: "quiet", onclick: cancel })),
  );
  place.replaceChildren(form);
  widget.reveal(form);
  field.focus({ preventScroll: true });
}
