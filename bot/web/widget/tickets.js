// Questions handed to the directorate: kept on this device by their secrets, beyond the conversation.

const MOST_TICKETS = 20;

class Tickets {
  constructor(widget) {
    this.widget = widget;
    this.kept = widget.store.loadTickets();
    this.bodies = new Map();
  }

  // Takes up what another tab of the site has added or read.
  follow() {
    this.kept = this.widget.store.loadTickets();
    this.refresh();
  }

  add(body) {
    this.bodies.set(body.secret, body);
    if (!this.kept.some(({ secret }) => secret === body.secret)) this.kept.push({ secret: body.secret, seen: 0 });
    this.save();
  }

  save() {
    this.kept = this.kept.slice(-MOST_TICKETS);
    this.widget.store.saveTickets(this.kept);
  }

  unread({ secret, seen }) {
    return Math.max(0, replies(this.bodies.get(secret)) - seen);
  }

  get news() {
    return this.kept.reduce((sum, ticket) => sum + this.unread(ticket), 0);
  }

  // Asks how far they are; those that were deleted or have expired are forgotten.
  async refresh() {
    if (!this.kept.length) return;
    const before = JSON.stringify([...this.bodies]);
    try {
      const { client, language } = this.widget;
      const tickets = this.kept.map(({ secret }) => secret);
      const response = await client.request("tickets/kept", { method: "GET", tickets, language });
      this.bodies = new Map((await response.json()).map((body) => [body.secret, body]));
    } catch {
      // They are asked for again later.
      return;
    }
    this.kept = this.kept.filter(({ secret }) => this.bodies.has(secret));
    this.save();
    if (JSON.stringify([...this.bodies]) !== before && !this.widget.writing()) this.widget.showTickets();
  }

  // What was shown counts as read.
  see() {
    const seen = this.kept.map(({ secret }) => ({ secret, seen: replies(this.bodies.get(secret)) }));
    if (JSON.stringify(seen) === JSON.stringify(this.kept)) return;
    this.kept = seen;
    this.save();
  }

  // Those of earlier conversations, as a list that can be folded.
  list(shown, open) {
    const others = this.kept.filter(({ secret }) => this.bodies.has(secret) && !shown.has(secret));
    if (!others.length) return null;
    const news = others.some((ticket) => this.unread(ticket));
    const summary = make("summary", null, this.widget.say("tickets", others.length), news ? this.mark() : null);
    return make("details", { class: "tickets", open: open || news }, summary, ...others.map(({ secret }) => this.card(secret, true)));
  }

  mark() {
    return make("span", { class: "new" }, this.widget.say("news"));
  }

  card(secret, withQuestion) {
    const { say } = this.widget;
    const body = this.bodies.get(secret);
    const kept = this.kept.find((ticket) => ticket.secret === secret);
    const card = make("div", { class: "card ticket" });
    const place = make("div");
    card.append(
      make("h3", null, say("ticketNumber", body.ticket), kept && this.unread(kept) ? this.mark() : null),
      make("p", { class: "muted" }, body.told),
      ...(withQuestion ? [make("p", null, body.question)] : []),
      ...(body.message ? [make("p", null, body.message)] : []),
      ...body.messages.map((message) => this.message(message)),
      make(
        "div",
        { class: "actions" },
        button(say("answerBack"), { class: "quiet", onclick: () => this.openForm(secret, place) }),
        this.widget.link(say("ticketPage"), "tiket/" + secret + "?lang=" + this.widget.language),
      ),
      place,
    );
    return card;
  }

  message({ staff, text, sources }) {
    const works = {};
    for (const { title, publisher, date, locator } of sources) {
      const work = [title, publisher, date].filter(Boolean).join(", ");
      works[work] = (works[work] || work) + (locator && ", " + locator);
    }
    return make(
      "div",
      { class: staff ? "from-staff" : "from-asker" },
      make("p", { class: "muted" }, this.widget.say(staff ? "reply" : "you")),
      ...paragraphs(text),
      sources.length ? make("ul", null, ...Object.values(works).map((line) => make("li", null, line))) : null,
    );
  }

  openForm(secret, place) {
    const { say } = this.widget;
    const field = make("textarea", { rows: 3, maxlength: 4000, required: true });
    const send = async () => {
      try {
        const options = { body: { text: field.value }, tickets: [secret], language: this.widget.language };
        this.add(await (await this.widget.client.request("tickets/messages", options)).json());
        place.replaceChildren();
        this.widget.showTickets();
        this.widget.announce(say("sent"));
      } catch (error) {
        place.querySelector(".result")?.remove();
        place.append(make("p", { class: "result muted", role: "alert" }, error.detail || say("failed")));
      }
    };
    openForm(this.widget, place, { label: "toDirectorate", field, submit: "send", send, cancel: () => place.replaceChildren() });
  }
}

function replies(body) {
  return body ? body.messages.filter(({ staff }) => staff).length : 0;
}
