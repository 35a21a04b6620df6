// An answer on the page: how sure it is, how old its facts are, and first what answers.

const LONG = 500;
const FOLDED = ["answered", "indicator", "partly"];
// How sure an answer is, a sign, a word and a line at the side tell, so that no colour is needed.
Object.assign(ICONS, {
  firm: "M5 12.5 10 17.5 19.5 7",
  partial: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 4v16M12 8h5M12 12h7.5M12 16h5",
  tentative: "M4 10c3-4 6 3 9 0s5-1 7-2M4 16c3-4 6 3 9 0s5-1 7-2",
  absent: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM8 12h8",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  print: "M7 9V4h10v5M7 17H4v-6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v6h-3M7 14h10v6H7z",
  file: "M12 4v11m-4-4 4 4 4-4M5 20h14",
});

class PageActions extends Actions {
  more() {
    const { turn, outcome } = this.entry.answer;
    if (!turn || outcome === "care") return [];
    const page = new URL("jawaban/" + turn + (this.widget.language === "en" ? "?lang=en" : ""), this.widget.server).href;
    const opens = make("span", { class: "hidden" }, " " + this.say("opens"));
    return [
      button(this.say("link"), { class: "icon", title: this.say("link"), onclick: () => this.copyLink(page) }, icon("link")),
      make("a", { class: "icon", href: page, title: this.say("page"), target: "_blank", rel: "noopener" }, icon("print"), make("span", { class: "hidden" }, this.say("page")), opens),
    ];
  }

  async copyLink(page) {
    try {
      await copyText(page, this.place);
      this.note(this.say("linked"));
    } catch {
      this.note(page);
    }
  }
}

class PageAnswer extends AnswerView {
  constructor(entry, widget) {
    super(entry.answer, widget);
    this.entry = entry;
  }

  build() {
    const built = super.build();
    if (this.answer.sureness) built.prepend(this.outcome());
    return built;
  }

  // In the answer's language, whatever that of the page: the label and the date of the facts are in it, too.
  outcome() {
    const { label, sureness, language, as_of: asOf } = this.answer;
    const texts = TEXTS[language];
    const facts = asOf ? make("span", { class: "muted" }, texts.asOf.replace("{n}", asOf)) : null;
    return make("p", { class: "outcome", lang: language }, make("span", { class: "chip" }, icon(sureness), sureness === "tentative" ? texts.tentative : label), facts);
  }

  // How a follow-up was completed from the conversation, and a way out where that was wrong.
  understood() {
    const read = super.understood();
    const { question } = this.entry;
    const earlier = this.widget.state.entries.indexOf(this.entry) !== 0;
    if (earlier && this.answer.understood.includes(":")) read.append(" ", button(this.say("alone"), { class: "link", onclick: () => this.widget.ask(question, false, { alone: true }) }));
    return read;
  }

  // How we know an indicator stands behind a mark.
  card(block, marks) {
    const [asides, facts] = [true, false].map((is) => block.fields.filter(({ aside }) => Boolean(aside) === is));
    const card = super.card({ ...block, fields: facts }, marks);
    if (asides.length) {
      const list = super.card({ title: "", fields: asides }, []).querySelector("dl");
      card.append(make("details", null, make("summary", null, this.say("about")), list));
    }
    return card;
  }

  body() {
    const { blocks, outcome } = this.answer;
    return FOLDED.includes(outcome) ? sections(blocks).flatMap((section) => this.section(section)) : super.body();
  }

  // What answers stands first; what goes on for long is folded, but for the words of reserve at its end.
  section(blocks) {
    const nodes = this.blocks(blocks);
    let first = blocks.findIndex(({ kind }) => kind !== "heading") + 1;
    const lead = blocks[first - 1];
    if (lead && lead.kind === "paragraph") nodes[first - 1].classList.add("lead");
    if (lead && lead.text && lead.text.endsWith(":")) first += 1;
    let last = blocks.length;
    while (last > first && blocks[last - 1].kind === "paragraph" && !blocks[last - 1].citations.length) last -= 1;
    const rest = nodes.slice(first, last);
    if (rest.map((node) => node.textContent).join("").length < LONG) return nodes;
    return [...nodes.slice(0, first), make("details", { class: "rest" }, make("summary", null, this.say("more")), ...rest), ...nodes.slice(last)];
  }
}

// The blocks under each heading, or headings.
function sections(blocks) {
  const found = [];
  blocks.forEach((block, at) => {
    if (!at || (block.kind === "heading" && blocks[at - 1].kind !== "heading")) found.push([]);
    found[found.length - 1].push(block);
  });
  return found;
}
