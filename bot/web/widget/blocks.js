// An answer as elements.

const LONG_WORD = 20;

function paragraphs(text) {
  return text.split(/\n{2,}/).map((part) => make("p", null, part));
}

// The first mark stays on the line of the last word; where there are many the others may go on below it.
function marked(text, marks) {
  const at = text.lastIndexOf(" ") + 1;
  if (!marks.length || text.length - at > LONG_WORD) return [text, ...marks];
  return [text.slice(0, at), make("span", { class: "tie" }, text.slice(at), marks[0]), ...marks.slice(1)];
}

// How sure an answer is, a sign, a word and a line at the side tell, so that no colour is needed.
Object.assign(ICONS, {
  firm: "M5 12.5 10 17.5 19.5 7",
  partial: "M12 4a8 8 0 1 0 0 16V4a8 8 0 0 1 0 16",
  tentative: "M4 12c3-4 6 3 9 0s5-1 7-2",
  absent: "M12 4a8 8 0 1 0 .1 0M8 12h8",
});

class AnswerView {
  constructor(entry, widget) {
    this.entry = entry;
    this.answer = entry.answer;
    this.widget = widget;
    this.say = widget.say;
  }

  build() {
    const { answer } = this;
    const nodes = this.body();
    if (answer.understood) nodes.unshift(this.understood());
    if (answer.notice) nodes.unshift(make("p", { class: "notice" }, answer.notice));
    if (answer.sureness) nodes.unshift(this.outcome());
    if (answer.citations.length) nodes.push(this.sources());
    return make("div", { class: "blocks", lang: answer.language }, ...nodes);
  }

  body() {
    return this.blocks(this.answer.blocks);
  }

  // In the answer's language, whatever that of the widget: the label and the date of the facts are in it, too.
  outcome() {
    const { label, sureness, language, as_of: asOf } = this.answer;
    const facts = asOf && make("span", { class: "muted" }, text(language, "asOf").replace("{n}", asOf));
    return make("p", { class: "outcome" }, make("span", { class: "chip" }, icon(sureness), sureness === "tentative" ? text(language, "tentative") : label), facts);
  }

  // How a follow-up was completed from the conversation, and a way out where that was wrong.
  understood() {
    const { understood } = this.answer;
    const read = make("p", { class: "understood" }, understood);
    const earlier = this.widget.state.entries.indexOf(this.entry) !== 0;
    if (earlier && understood.includes(":")) read.append(" ", button(this.say("alone"), { class: "link", onclick: () => this.widget.ask(this.entry.question, false, { alone: true }) }));
    return read;
  }

  blocks(blocks) {
    return blocks.map((block) => this.block(block)).filter(Boolean);
  }

  block(block) {
    const marks = this.marks(block.citations);
    switch (block.kind) {
      case "paragraph":
        return make("p", null, ...marked(block.text, marks));
      case "heading":
        return make("h3", null, block.text);
      case "quote":
        return make("blockquote", null, ...marked(block.text, marks));
      case "list":
        return make(block.ordered ? "ol" : "ul", null, ...block.items.map((item) => make("li", item.number ? { value: item.number } : null, ...marked(item.text, this.marks(item.citations)))));
      case "table":
        return this.table(block, marks);
      case "card":
        return this.card(block, marks);
    }
    return null;
  }

  table(block, marks) {
    const head = make("tr", null, ...block.header.map((cell) => make("th", { scope: "col" }, cell)));
    const rows = block.rows.map((row) => make("tr", null, ...row.map((cell) => make("td", null, cell))));
    const table = make("table", null, make("thead", null, head), make("tbody", null, ...rows));
    const frame = make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": block.header.join(", ") }, table);
    return make("div", null, frame, ...marks);
  }

  card(block, marks) {
    const facts = (aside) => {
      const fields = block.fields.filter((field) => Boolean(field.aside) === aside);
      return fields.length ? make("dl", null, ...fields.flatMap(({ label, value }) => [make("dt", null, label), make("dd", null, value)])) : null;
    };
    const about = facts(true);
    return make(
      "div",
      { class: "card" },
      make("h3", null, ...marked(block.title, marks)),
      facts(false),
      block.note && make("p", { class: "muted" }, block.note),
      about && make("details", null, make("summary", null, this.say("about")), about), // how we know it
    );
  }

  marks(numbers) {
    return (numbers || []).map((number) => {
      const label = this.say("source", number);
      return button(label, { class: "mark", onclick: () => this.show(number) }, String(number));
    });
  }

  show(number) {
    this.list.open = true;
    const source = this.list.querySelector("li[data-number='" + Number(number) + "']");
    if (!source) return;
    for (const other of this.list.querySelectorAll("li.shown")) other.classList.remove("shown");
    source.classList.add("shown");
    this.widget.reveal(source);
    source.focus({ preventScroll: true });
  }

  sources() {
    const items = this.answer.citations.map((citation) => this.source(citation));
    this.list = make("details", { class: "sources" }, make("summary", null, this.say("sources", items.length)), make("ul", null, ...items));
    return this.list;
  }

  source(citation) {
    const address = webAddress(citation.url) || this.file(citation);
    const title = address ? this.widget.link(citation.title, address, "noopener noreferrer") : make("span", { class: "title" }, citation.title);
    const kind = citation.kind === "summary" ? this.say("summary") : "";
    const details = [kind, citation.publisher, citation.date, citation.locator].filter(Boolean).join(" · ");
    return make(
      "li",
      { "data-number": citation.number, tabindex: -1 },
      make("span", { class: "number", "aria-hidden": "true" }, String(citation.number)),
      make("div", null, title, make("p", { class: "muted" }, details), citation.quote ? make("blockquote", null, citation.quote) : null, this.places(citation)),
    );
  }

  file(citation) {
    return (citation.file || "").startsWith("/sumber/") ? new URL(citation.file.slice(1), this.widget.server).href : "";
  }

  places(citation) {
    const links = [
      this.file(citation) ? ["file", citation.file.slice(1)] : null,
      citation.picture ? ["original", "sumber/asli/" + encodeURIComponent(citation.picture)] : null,
      citation.document ? ["whole", "sumber/" + encodeURIComponent(citation.document) + (this.answer.language === "en" ? "?lang=en" : "") + (citation.section ? "#" + citation.section : "")] : null,
    ].filter(Boolean);
    if (!links.length) return null;
    return make("p", { class: "muted" }, ...links.flatMap(([name, path], index) => [index ? " · " : "", this.widget.link(this.say(name), path)]));
  }
}

function answerAsText(answer, say) {
  const lines = answer.citations.map((citation) => {
    const kind = citation.kind === "summary" ? say("summary") : "";
    const details = [citation.publisher, citation.date, citation.locator, kind].filter(Boolean).join(", ");
    return "[" + citation.number + "] " + citation.title + (details ? " (" + details + ")" : "") + (citation.url ? " " + citation.url : "");
  });
  return [answer.text, lines.join("\n")].filter(Boolean).join("\n\n");
}
