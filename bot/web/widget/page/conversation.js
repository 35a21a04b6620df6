// Our own page, where the conversation is the page: it scrolls, not a box in it.

class ConversationPage extends PanduAscn {
  connectedCallback() {
    const plain = this.querySelector("textarea");
    const written = plain && plain.value !== plain.defaultValue ? plain.value : "";
    this.replaceChildren(); // the plain form, which this takes the place of with what was already written in it
    super.connectedCallback();
    if (written) {
      this.field.value = written;
      this.typed();
    }
    const { signal } = this.watching;
    addEventListener("beforeprint", () => this.unfold(), { signal });
    addEventListener("afterprint", () => this.fold(), { signal });
    this.askByAddress();
  }

  // /?q=… asks, once: the address is then that of the page alone.
  askByAddress() {
    const here = new URL(location.href);
    const question = (here.searchParams.get("q") || "").trim().slice(0, LIMIT);
    if (!question) return;
    here.searchParams.delete("q");
    history.replaceState(null, "", here);
    this.ask(question, false, { alone: true });
  }

  // That of the page around it.
  get language() {
    return this.getAttribute("lang") === "en" ? "en" : "id";
  }

  render() {
    super.render();
    this.log.removeAttribute("tabindex");
  }

  header() {
    const tool = (name, onclick, content = icon(name)) => button(this.say(name), { class: "icon", title: this.say(name), onclick }, content);
    return make(
      "header",
      null,
      make("h2", null, this.say("log")),
      tool("print", () => print()),
      tool("pdf", () => this.download("pdf"), "PDF"),
      tool("docx", () => this.download("docx"), "Word"),
      tool("restart", () => this.restart()),
    );
  }

  // As a form, so that what opens the conversation stands in no address.
  download(format) {
    const field = make("input", { type: "hidden", name: "conversation", value: this.state.conversation });
    const form = make("form", { method: "post", action: new URL("percakapan." + format + (this.language === "en" ? "?lang=en" : ""), this.server).href, hidden: true }, field);
    document.body.append(form);
    form.submit();
    form.remove();
  }

  welcome() {
    return make("div", { class: "welcome" }, this.choices("tryThese", text(this.language, "starters")));
  }

  answer(entry) {
    const actions = new PageActions(this, entry);
    this.views.push(actions);
    return this.article(entry, new PageAnswer(entry, this), actions);
  }

  begun() {
    super.begun();
    this.atWork(this.state.entries.length > 0);
  }

  // The page makes room: its head becomes a bar, and what it is about gives way.
  atWork(on) {
    document.body.classList.toggle("asked", on);
    this.classList.toggle("asked", on);
  }

  async ask(question, typed, more) {
    if (!this.asking) this.atWork(true);
    await super.ask(question, typed, more);
    if (!this.asking) this.begun();
  }

  failed(question, error, typed) {
    const retry = super.failed(question, error, typed);
    if (retry && error.retry_after > 1) this.countDown(retry, error.retry_after);
    return retry;
  }

  countDown(retry, seconds) {
    const until = Date.now() + seconds * 1000;
    const show = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      retry.disabled = left > 0;
      retry.textContent = left > 0 ? this.say("retryIn", left) : this.say("retry");
      if (left <= 0 || !retry.isConnected) clearInterval(timer);
    };
    const timer = setInterval(show, 1000);
    show();
  }

  toEnd() {
    const asked = this.log.querySelectorAll(".asked");
    if (asked.length) this.reveal(asked[asked.length - 1], true);
  }

  reveal(node, top) {
    node.scrollIntoView({ block: top ? "start" : "nearest" });
  }

  // Paper has nothing to press.
  unfold() {
    this.folded = [...this.shadowRoot.querySelectorAll("details:not([open])")];
    for (const details of this.folded) details.open = true;
  }

  fold() {
    for (const details of this.folded || []) details.open = false;
  }
}
