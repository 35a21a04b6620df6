// An answer on the page: first what answers, the rest folded.

const LONG = 500;
const FOLDED = ["answered", "indicator", "partly"];
Object.assign(ICONS, {
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  print: "M7 9V4h10v5M7 17H4v-6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v6h-3M7 14h10v6H7z",
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
