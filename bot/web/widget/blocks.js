// An answer as elements.

const LONG_WORD = 20;

function paragraphs(text) {
  return text.split(/\n{2,}/).map((part) => make("p", null, part));
}

// The marks stay on the line of the last word.
function marked(text, marks) {
  const at = text.lastIndexOf(" ") + 1;
  if (!marks.length || text.length - at > LONG_WORD) return [text, ...marks];
  return [text.slice(0, at), make("span", { class: "tie" }, text.slice(at), ...marks)];
}

class AnswerView {
  constructor(answer, widget) {
    this.answer = answer;
    this.widget = widget;
    this.say = widget.say;
  }

  build() {
    const { answer } = this;
    const nodes = this.body();
    if (answer.understood) nodes.unshift(this.understood());
    if (answer.notice) nodes.unshift(make("p", { class: "notice" }, answer.notice));
    if (answer.citations.length) nodes.push(this.sources());
    return make("div", { class: "blocks", lang: answer.language }, ...nodes);
  }

  body() {
    return this.blocks(this.answer.blocks);
  }

  understood() {
    return make("p", { class: "understood" }, this.answer.understood);
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
    const fields = block.fields.flatMap((field) => [make("dt", null, field.label), make("dd", null, field.value)]);
    const note = block.note ? make("p", { class: "muted" }, block.note) : null;
    return make("div", { class: "card" }, make("h3", null, ...marked(block.title, marks)), make("dl", null, ...fields), note);
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
    const title = address
      ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, citation.title, make("span", { class: "hidden" }, " " + this.say("opens")))
      : make("span", { class: "title" }, citation.title);
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
    return make("p", { class: "muted" }, ...links.flatMap(([name, path], index) => [
      index ? " · " : "",
      make("a", { href: new URL(path, this.widget.server).href, target: "_blank", rel: "noopener" }, this.say(name), make("span", { class: "hidden" }, " " + this.say("opens"))),
    ]));
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
