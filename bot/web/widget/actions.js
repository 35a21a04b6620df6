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
    this.up = stored && this.vote("helpful", "up", 1);
    this.down = stored && this.vote("unhelpful", "down", -1);
    this.person = stored && button(this.say("handOver"), { class: urgent ? "primary" : "quiet", onclick: () => this.openHandOver() });
    const copy = button(this.say("copy"), { class: "icon", title: this.say("copy"), onclick: () => this.copy() }, icon("copy"));
    const bar = make("div", { class: "actions" }, ...[this.person, copy, this.up, this.down].filter(Boolean));
    if (this.entry.ticket) this.showTicket();
    return make("div", null, bar, this.place);
  }

  vote(label, picture, value) {
    const pressed = String(this.entry.value === value);
    return button(this.say(label), { class: "icon", title: this.say(label), "aria-pressed": pressed, onclick: () => this.rate(value) }, icon(picture));
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
      this.entry.ticket = (await response.json()).ticket;
      this.widget.save();
      this.showTicket();
      this.widget.announce(this.place.textContent);
      this.widget.focusField();
    };
    this.form("contact", field, "contactHint", "handOverSend", send, this.person, "handOverTitle");
  }

  form(label, field, hint, submit, send, back, title) {
    const id = this.widget.nextId();
    field.id = id;
    if (hint) field.setAttribute("aria-describedby", id + "h");
    const form = make(
      "form",
      { class: "form", onsubmit: (event) => (event.preventDefault(), send()) },
      title ? make("h3", null, this.say(title)) : null,
      make("label", { for: id }, this.say(label)),
      hint ? make("p", { id: id + "h", class: "muted" }, this.say(hint)) : null,
      field,
      make(
        "div",
        { class: "actions" },
        make("button", { class: "primary" }, this.say(submit)),
        button(this.say("cancel"), { class: "quiet", onclick: () => this.done("", back) }),
      ),
    );
    this.place.replaceChildren(form);
    this.widget.reveal(form);
    field.focus({ preventScroll: true });
  }

  showTicket() {
    if (this.person) this.person.remove();
    const { ticket, reply } = this.entry;
    this.place.replaceChildren(
      reply
        ? make("div", { class: "card" }, make("h3", null, this.say("reply")), ...paragraphs(reply))
        : make("p", { class: "notice" }, this.say("ticket", ticket)),
    );
  }

  // Looks whether the directorate has replied.
  async refresh() {
    const { ticket, reply } = this.entry;
    if (!ticket || reply) return;
    try {
      const { client, state, language } = this.widget;
      const response = await client.request("tickets/" + ticket, { method: "GET", conversation: state.conversation, language });
      const found = await response.json();
      if (!found.reply) return;
      this.entry.reply = found.reply;
      this.widget.save();
      this.showTicket();
      this.widget.announce(this.say("reply") + ": " + found.reply);
    } catch {
      // The reply is looked for again later.
    }
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
    if (this.entry.ticket) this.showTicket();
    else this.place.replaceChildren();
    if (text) this.note(text);
    if (focus) focus.focus();
  }
}
