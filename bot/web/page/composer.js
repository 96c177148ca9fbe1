// Where the person writes: a box that grows, keeps its draft over reloads, and knows Enter from a touch key.

import { read, write } from "./keep.js";

export class Composer {
  // `submit(text)` returns true when the text was taken and the box may be emptied.
  constructor(form, input, key, submit) {
    this.input = input;
    this.key = key;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(submit);
    });
    input.addEventListener("input", () => this.changed());
    input.addEventListener("keydown", (event) => {
      const composing = event.isComposing || event.keyCode === 229; // Enter chooses a word of the input method
      if (event.key !== "Enter" || event.shiftKey || composing || touch()) return;
      event.preventDefault();
      this.send(submit);
    });
    input.value = read(key, "");
    this.grow();
  }

  send(submit) {
    if (!submit(this.input.value)) return;
    this.input.value = "";
    this.changed();
    if (!touch()) this.input.focus();
  }

  // Text comes back when it could not be sent, in front of what was written meanwhile.
  giveBack(text) {
    this.input.value = this.input.value ? `${text}\n${this.input.value}` : text;
    this.changed();
    this.input.focus();
  }

  changed() {
    write(this.key, this.input.value);
    this.grow();
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight + 2}px`;
  }
}

export function touch() {
  return matchMedia("(pointer: coarse)").matches;
}
