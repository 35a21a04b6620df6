// Where the button and its panel stand: in a corner, above all else of the page, and on a phone closed by "back".

class Layer {
  constructor(widget) {
    this.widget = widget;
    this.node = make("div", { class: "layer", popover: "manual" });
    this.narrow = matchMedia("(max-width: 40em), (max-height: 30em)");
    this.place();
    widget.shadowRoot.append(this.node);
  }

  hold(launcher, panel) {
    this.panel = panel;
    this.node.replaceChildren(launcher, panel);
    this.raise();
  }

  // offset="24" or "24 80": pixels from the side and from the top or bottom.
  place() {
    const [x, y = x] = (this.widget.getAttribute("offset") || "").split(/[ ,]+/).map(parseFloat);
    for (const [name, value] of [["--x", x], ["--y", y]]) {
      if (value >= 0) this.node.style.setProperty(name, value + "px");
      else this.node.style.removeProperty(name);
    }
  }

  watch(signal) {
    if (window.visualViewport) visualViewport.addEventListener("resize", () => this.fit(), { signal });
    addEventListener("popstate", (event) => this.back(event), { signal, capture: true });
  }

  // Into the top layer, where no stacking and no filter of the page reaches; again, what came there since is below.
  raise() {
    const { node } = this;
    if (!node.showPopover) return;
    if (node.matches(":popover-open")) node.hidePopover();
    node.showPopover();
  }

  // Taken out of the page, it left the top layer, and a modal panel with it.
  moved() {
    this.raise();
    if (!this.panel.open) return;
    this.panel.close();
    this.widget.show();
  }

  // Full screen on a phone, the rest of the page is out of reach; beside the page otherwise.
  show() {
    this.raise();
    if (this.narrow.matches) {
      this.panel.showModal();
      this.step();
    } else this.panel.show();
    this.fit();
  }

  // On a phone the keyboard covers part of the page: the panel takes what is left to see.
  fit() {
    const { height, offsetTop } = window.visualViewport || {};
    if (!height) return;
    this.panel.style.setProperty("--viewport", height + "px");
    this.panel.style.setProperty("--viewport-top", offsetTop + "px");
  }

  // An entry of the history, like the page's own one, for "back" to take away.
  step() {
    if (this.stepped) return;
    try {
      history.pushState({ ...history.state, pandu: 1 }, "");
      this.stepped = true;
    } catch {
      // A frame without an origin has no history.
    }
  }

  // The page's router need not hear of it.
  back(event) {
    if (!this.stepped || event.state?.pandu) return;
    this.stepped = false;
    event.stopImmediatePropagation();
    this.panel.close();
  }

  closed() {
    if (this.stepped && history.state?.pandu) history.back();
    else this.stepped = false;
  }
}
