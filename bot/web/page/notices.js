// Two quiet places above the composer: the state of the line, and what went wrong with the last thing done.

import { make } from "./card.js";
import { t } from "./strings.js";

const GRACE = 800; // a short break of the line is nobody's business

export class Notices {
  constructor(line, box) {
    this.line = line;
    this.box = box;
    this.holding = "";
    this.link = "";
  }

  state(state) {
    clearTimeout(this.later);
    const first = this.link === "" || this.link === "first";
    this.link = state === "connecting" ? (first ? "first" : "waiting") : state;
    if (this.link === "first") this.later = setTimeout(() => this.paint(), GRACE);
    else this.paint();
  }

  hold(why, seconds = 0) {
    this.holding = why;
    this.seconds = seconds;
    this.paint();
  }

  wrong(text) {
    this.box.hidden = !text;
    if (!text) return;
    const close = make("button", "link", t("chat.close"));
    close.type = "button";
    close.addEventListener("click", () => this.wrong(""));
    this.box.replaceChildren(make("p", "", text), close);
  }

  paint() {
    const text = this.text();
    this.line.hidden = !text;
    if (text === this.shown) return;
    this.shown = text;
    this.line.replaceChildren(text);
    if (this.link === "ended") this.line.append(this.way());
  }

  text() {
    if (this.link === "ended") return t("state.ended");
    if (this.link === "waiting") return t("state.waiting");
    if (this.link === "first") return t("state.connecting");
    if (this.holding) return t(`state.${this.holding}`, { seconds: this.seconds });
    return "";
  }

  way() {
    const link = make("a", "", t("state.enter"));
    link.href = "/chat";
    return link;
  }
}
