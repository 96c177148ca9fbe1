// The conversation on the page: every row once, edits in place, days apart, unsent messages last.

import { card, make } from "./card.js";
import { clock, day, dayKey, t } from "./strings.js";

export class Log {
  constructor(list, act, base) {
    this.list = list;
    this.act = act;
    this.base = base;
    this.clear();
  }

  clear() {
    this.list.replaceChildren();
    this.rows = new Map(); // row of a message or of any edit of it -> its item, null while it is not loaded
    this.held = new Map(); // row that is not loaded yet -> the newest edit of it
    this.own = new Map();
    this.oldest = 0;
    this.newest = 0;
  }

  // Returns false when a gap between this newest page and what is shown makes the shown worthless.
  fits(entries, more) {
    const rows = entries.filter((entry) => entry.row);
    return !more || !this.newest || rows.some((entry) => this.rows.has(entry.row));
  }

  // Put in a page of history, newest or older.
  put(entries, before) {
    const first = before ? this.list.firstElementChild : null;
    for (const entry of entries) {
      if (entry.row) this.message(entry, first);
      else this.mine(entry.id, entry.own, entry.at, false, first);
    }
    this.separate();
  }

  // Returns true when something new stands on the page.
  message(entry, before = null) {
    if (this.rows.has(entry.row)) return false;
    this.newest = Math.max(this.newest, entry.row);
    this.oldest = Math.min(this.oldest || entry.row, entry.row);
    if (entry.edits) return this.edit(entry);
    const item = make("article", "item bot");
    const shown = this.latest(entry, item);
    Object.assign(item.dataset, { at: entry.at, row: String(shown.row) });
    this.fill(item, shown, entry.at, shown !== entry);
    this.place(item, before);
    return true;
  }

  // Follow edits of edits that were read before the message itself.
  latest(entry, item) {
    let shown = entry;
    this.rows.set(entry.row, item);
    while (this.held.has(shown.row)) {
      shown = this.held.get(shown.row);
      this.rows.set(shown.row, item);
    }
    return shown;
  }

  edit(entry) {
    const item = this.rows.get(entry.edits);
    this.rows.set(entry.row, item ?? null);
    if (!item) {
      const held = this.held.get(entry.edits);
      if (!held || held.row < entry.row) this.held.set(entry.edits, entry);
      return false;
    }
    if (Number(item.dataset.row) > entry.row) return false;
    const focused = item.contains(document.activeElement);
    item.dataset.row = String(entry.row);
    this.fill(item, entry, item.dataset.at, true);
    item.classList.remove("fresh");
    requestAnimationFrame(() => item.classList.add("fresh"));
    if (focused) item.focus({ preventScroll: true });
    return true;
  }

  fill(item, entry, at, edited) {
    item.tabIndex = -1;
    const foot = make("p", "foot", edited ? `${clock(at)} · ${t("chat.updated")}` : clock(at));
    item.replaceChildren(hidden(t("chat.us")), card(entry.message, entry.row, this.act, this.base));
    item.querySelector(".bubble").append(foot);
  }

  mine(id, own, at, unsent, before = null) {
    const known = this.own.get(id);
    if (known) {
      if (!unsent && this.sent(id, at)) this.place(known, before);
      return;
    }
    const item = make("article", `item own ${own.kind}`);
    item.dataset.at = at;
    const box = make("div", "bubble");
    for (const line of words(own, this.menu ?? [])) box.append(make("p", line.file ? "file" : "", line.text));
    box.append(make("p", "foot", unsent ? t("chat.sending") : clock(at)));
    item.append(hidden(t(own.kind === "tapped" ? "chat.tapped" : "chat.you")), box);
    item.classList.toggle("unsent", unsent);
    this.own.set(id, item);
    if (unsent) this.list.append(item);
    else this.place(item, before);
  }

  // The time that counts is the service's; the phone's clock may be wrong.
  sent(id, at) {
    const item = this.own.get(id);
    if (!item?.classList.contains("unsent")) return false;
    item.classList.remove("unsent");
    item.dataset.at = at;
    item.querySelector(".foot").textContent = clock(at);
    return true;
  }

  remove(id) {
    this.own.get(id)?.remove();
    this.own.delete(id);
  }

  place(item, before) {
    this.list.insertBefore(item, before ?? this.list.querySelector(".unsent"));
  }

  separate() {
    for (const line of this.list.querySelectorAll(".day")) line.remove();
    let last = "";
    for (const item of this.list.querySelectorAll(".item:not(.unsent)")) {
      const key = dayKey(item.dataset.at);
      if (key !== last) item.before(make("p", "day", day(item.dataset.at)));
      last = key;
    }
  }
}

function hidden(text) {
  return make("span", "hidden", `${text}：`);
}

function words(own, menu) {
  if (own.kind === "gone") return [{ text: t("chat.gone") }];
  if (own.kind === "command") {
    const known = menu.find(([name]) => name === own.name);
    return [{ text: known ? known[1] : `/${own.name}` }];
  }
  const lines = (own.files ?? []).map((name) => ({ text: name, file: true }));
  if (own.text || !lines.length) lines.push({ text: own.text || t("chat.tapped") });
  return lines;
}
