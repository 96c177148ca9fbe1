// Keeps the newest message in view, unless the person has scrolled up to read.

const NEAR = 60;

export class Scroll {
  // `bottom()` when the end comes into view, `top()` when older messages are wanted.
  constructor(view, pill, { bottom, top }) {
    this.view = view;
    this.pill = pill;
    this.atBottom = true;
    pill.addEventListener("click", () => {
      this.down();
      view.focus({ preventScroll: true });
    });
    view.addEventListener("scroll", () => {
      this.atBottom = view.scrollHeight - view.scrollTop - view.clientHeight < NEAR;
      if (this.atBottom) {
        pill.hidden = true;
        bottom();
      }
      if (view.scrollTop < NEAR * 2) top();
    }, { passive: true });
    const watch = new ResizeObserver(() => this.atBottom && this.down());
    for (const part of [view, ...view.children]) watch.observe(part); // the keyboard, a picture that has loaded
  }

  // Do something to the list and leave the person where they were; `above` says it happens above them.
  keep(change, above = false) {
    const { scrollHeight, scrollTop } = this.view;
    change();
    if (above) this.view.scrollTop = scrollTop + this.view.scrollHeight - scrollHeight;
    else if (this.atBottom) this.down();
  }

  down() {
    this.atBottom = true;
    this.pill.hidden = true;
    this.view.scrollTop = this.view.scrollHeight;
  }

  // Show the end of an item, where its buttons are: the person goes on tapping there.
  show(item) {
    item.scrollIntoView({ block: "end" });
    this.atBottom = this.view.scrollHeight - this.view.scrollTop - this.view.clientHeight < NEAR;
  }

  offer() {
    this.pill.hidden = false;
  }

  short() {
    return this.view.scrollHeight <= this.view.clientHeight;
  }
}
