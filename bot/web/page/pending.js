// Messages that the service has not acknowledged yet: kept in the browser, sent one by one, in order.

import { read, write } from "./keep.js";

const PATIENCE = 10000;
const LONGEST = 30;

export class Pending {
  // `events`: sent(id, at), refused(frame, why), held(why, seconds) and free() when nothing holds it any more.
  constructor(key, link, events) {
    this.key = key;
    this.link = link;
    this.events = events;
    this.flying = "";
    this.tries = 0;
  }

  all() {
    return read(this.key, []);
  }

  add(frame, shown, at) {
    write(this.key, [...this.all(), { frame, shown, at }]);
    this.flush();
  }

  // Called whenever the line is new: whatever was under way may be lost, and is sent again.
  restart() {
    this.flying = "";
    this.resume();
  }

  flush() {
    const [first] = this.all();
    if (!first || this.flying || this.holding || this.link.state !== "open") return;
    if (!this.link.send(first.frame)) return;
    this.flying = first.frame.id;
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => this.flying === first.frame.id && this.link.lose(), PATIENCE);
  }

  acknowledged(id, at) {
    this.tries = 0;
    this.take(id);
    this.events.sent(id, at);
    this.flush();
  }

  refused(id, why) {
    if (why === "busy") {
      this.hold("busy", Math.min(LONGEST, 2 ** this.tries));
      this.tries += 1;
      return;
    }
    const item = this.take(id);
    if (item) this.events.refused(item.frame, why);
    this.flush();
  }

  hold(why, seconds) {
    this.landed();
    clearTimeout(this.holding);
    this.holding = setTimeout(() => this.resume(), seconds * 1000);
    this.events.held(why, seconds);
  }

  resume() {
    clearTimeout(this.holding);
    this.holding = 0;
    this.events.free();
    this.flush();
  }

  take(id) {
    if (id === this.flying) this.landed();
    const items = this.all();
    write(this.key, items.filter((item) => item.frame.id !== id));
    return items.find((item) => item.frame.id === id);
  }

  landed() {
    clearTimeout(this.deadline);
    this.flying = "";
  }
}
