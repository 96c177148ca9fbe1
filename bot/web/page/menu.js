// The menu of commands: opens above the composer, closes by Escape, a choice, or a click elsewhere.

import { make } from "./card.js";

export class Menu {
  constructor(button, box, choose) {
    this.button = button;
    this.box = box;
    this.choose = choose;
    button.addEventListener("click", () => this.open(box.hidden));
    document.addEventListener("click", (event) => {
      if (!box.contains(event.target) && !button.contains(event.target)) this.open(false);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || box.hidden) return;
      this.open(false);
      button.focus();
    });
  }

  fill(commands) {
    this.box.replaceChildren(...commands.map(([name, label]) => {
      const button = make("button", "", label);
      button.type = "button";
      button.addEventListener("click", () => {
        this.open(false);
        this.choose(name, label);
      });
      return button;
    }));
    this.button.hidden = !commands.length;
  }

  open(on) {
    this.box.hidden = !on;
    this.button.setAttribute("aria-expanded", String(on));
    if (on) this.box.querySelector("button")?.focus();
  }
}
