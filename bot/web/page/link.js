// The WebSocket: comes back by itself, notices a dead line, says what state it is in.

const FIRST = 500;
const LONGEST = 15000;
const PING = 20000;
const PATIENCE = 10000;

export class Link {
  // `hears(frame)` gets every frame; `turns(state)` one of connecting, open, waiting, ended.
  constructor(url, { hello, hears, turns }) {
    this.url = url;
    this.hello = hello;
    this.hears = hears;
    this.turns = turns;
    this.tries = 0;
    this.state = "";
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.lose());
    document.addEventListener("visibilitychange", () => document.hidden || this.wake());
  }

  open() {
    if (this.state === "ended") return;
    clearTimeout(this.again);
    this.turn("connecting");
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.expect();
    socket.onopen = () => this.send(this.hello());
    socket.onmessage = (event) => socket === this.socket && this.take(JSON.parse(event.data));
    socket.onclose = () => socket === this.socket && this.lose();
  }

  send(frame) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  end() {
    this.turn("ended");
    this.drop();
  }

  // The line is no good, whatever the browser thinks of it.
  lose() {
    if (this.state === "ended" || this.state === "waiting") return;
    this.drop();
    this.turn("waiting");
    const delay = Math.min(LONGEST, FIRST * 2 ** this.tries) * (0.75 + Math.random() / 2);
    this.tries += 1;
    this.again = setTimeout(() => this.open(), delay);
  }

  hurry() {
    if (this.state === "waiting") this.open();
  }

  wake() {
    if (this.state === "open") this.ping();
    else this.hurry();
  }

  take(frame) {
    clearTimeout(this.deadline);
    clearTimeout(this.next);
    this.next = setTimeout(() => this.ping(), PING);
    if (frame.t === "welcome") {
      this.tries = 0;
      this.turn("open");
    }
    if (frame.t !== "pong") this.hears(frame);
  }

  ping() {
    if (this.send({ t: "ping" })) this.expect();
  }

  expect() {
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => this.lose(), PATIENCE);
  }

  drop() {
    clearTimeout(this.deadline);
    clearTimeout(this.next);
    clearTimeout(this.again);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  turn(state) {
    if (state === this.state) return;
    this.state = state;
    this.turns(state);
  }
}
