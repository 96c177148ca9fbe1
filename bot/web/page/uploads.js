// Files on their way: each uploads at once, shows its progress, can be cancelled or tried again.

import { make } from "./card.js";
import { t, wait } from "./strings.js";

const MOST_FILES = 10;
const MEGABYTE = 1024 * 1024;

export class Uploads {
  // `changed()` after any change; `wrong(text)` with a sentence for the person.
  constructor(tray, address, { changed, wrong }) {
    this.tray = tray;
    this.address = address;
    this.changed = changed;
    this.wrong = wrong;
    this.most = 20 * MEGABYTE;
    this.files = [];
  }

  get done() {
    return this.files.filter((file) => file.ref);
  }

  get underway() {
    return this.files.some((file) => file.request);
  }

  // Files that an earlier load of the page had uploaded and not sent.
  restore(kept) {
    for (const { ref, name } of kept) this.show({ ref, name });
    this.tell();
  }

  add(chosen) {
    for (const file of chosen) {
      if (this.files.length >= MOST_FILES) {
        this.wrong(t("wrong.many", { most: MOST_FILES }));
        break;
      }
      if (file.size > this.most) this.wrong(this.tooLarge(file.name));
      else if (!file.size) this.wrong(t("wrong.empty", { name: file.name }));
      else this.start(this.show({ file, name: file.name }));
    }
    this.tell();
  }

  clear() {
    this.files = [];
    this.tray.replaceChildren();
    this.tell();
  }

  show(item) {
    item.line = make("li");
    item.bar = make("progress");
    item.bar.max = 100;
    item.bar.setAttribute("aria-label", t("upload.progress", { name: item.name }));
    item.note = make("span", "note");
    item.again = this.button("upload.retry", () => this.start(item));
    item.away = this.button("upload.remove", () => this.remove(item));
    item.line.append(make("span", "name", item.name), item.note, item.bar, item.again, item.away);
    this.files.push(item);
    this.tray.append(item.line);
    this.paint(item, "upload.done");
    return item;
  }

  button(key, action) {
    const button = make("button", "link", t(key));
    button.type = "button";
    button.addEventListener("click", action);
    return button;
  }

  start(item) {
    const form = new FormData();
    form.append("file", item.file, item.name);
    const request = new XMLHttpRequest();
    item.request = request;
    request.open("POST", this.address);
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      item.bar.value = event.lengthComputable ? Math.floor((100 * event.loaded) / event.total) : 0;
    };
    request.onload = () => this.answered(item, request);
    request.onerror = () => this.failed(item);
    request.send(form);
    item.bar.value = 0;
    this.paint(item, "");
    this.tell();
  }

  answered(item, request) {
    const { why = "", seconds = 0, ref = "" } = request.response ?? {};
    item.ref = request.status === 200 ? ref : "";
    if (item.ref) {
      item.request = null;
      this.paint(item, "upload.done");
      this.tell();
      return;
    }
    this.failed(item);
    if (why === "large") this.wrong(this.tooLarge(item.name));
    else if (why === "type") this.wrong(t("wrong.type", { name: item.name }));
    else if (why === "megabytes") this.wrong(t("wrong.megabytes", { time: wait(seconds) }));
    if (why === "large" || why === "type") this.remove(item);
  }

  failed(item) {
    item.request = null;
    this.paint(item, "upload.failed");
    this.tell();
  }

  remove(item) {
    item.request?.abort();
    item.request = null;
    item.line.remove();
    this.files = this.files.filter((other) => other !== item);
    this.tell();
  }

  paint(item, note) {
    item.note.textContent = note ? t(note) : "";
    item.bar.hidden = !item.request;
    item.again.hidden = Boolean(item.request || item.ref);
    item.away.textContent = t(item.request ? "upload.cancel" : "upload.remove");
    item.line.classList.toggle("failed", note === "upload.failed");
  }

  tell() {
    this.tray.hidden = !this.files.length;
    this.changed();
  }

  tooLarge(name) {
    return t("wrong.large", { name, most: Math.floor(this.most / MEGABYTE) });
  }
}
