// The chat page: joins the link to the log, the composer, the files and the menu.

import { Composer, touch } from "./composer.js";
import { forget, newId, read, write } from "./keep.js";
import { Link } from "./link.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";
import { Notices } from "./notices.js";
import { Pending } from "./pending.js";
import { Scroll } from "./scroll.js";
import { speak, spoken, t } from "./strings.js";
import { Uploads } from "./uploads.js";

const find = (id) => document.getElementById(id);
const base = location.pathname;
const mine = `chat:${base}:`;
const most = { text: 10000 };
let more = false;
let asking = false;
let quiet = 0;
let tapped = null; // the message whose button was tapped last

await speak(spoken());
const notices = new Notices(find("state"), find("notice"));
const log = new Log(find("log"), { tap, contact }, base);
const scroll = new Scroll(find("scroll"), find("pill"), { bottom: sawAll, top: older });
const link = new Link(`${location.origin.replace(/^http/, "ws")}${base}ws`, {
  hello: () => ({ t: "hello", seen: read(`${mine}seen`, 0) }),
  hears,
  turns: (state) => notices.state(state),
});
const pending = new Pending(`${mine}pending`, link, {
  sent: (id, at) => log.sent(id, at) && log.separate(),
  refused,
  held: (why, seconds) => notices.hold(why, seconds),
  free: () => notices.hold(""),
});
const uploads = new Uploads(find("tray"), `${base}upload`, {
  changed: () => write(`${mine}files`, uploads.done.map(({ ref, name }) => ({ ref, name }))),
  wrong: (text) => notices.wrong(text),
});
const composer = new Composer(find("composer"), find("input"), `${mine}draft`, submit);
const menu = new Menu(find("menu-button"), find("menu"), (name, label) => {
  send({ t: "command", name, rest: "" }, { kind: "said", text: label });
});

find("input").placeholder = t("chat.input");
find("input").addEventListener("input", () => notices.wrong(""));
find("attach").addEventListener("click", () => find("files").click());
find("files").addEventListener("change", () => {
  uploads.add([...find("files").files]);
  find("files").value = "";
});
document.addEventListener("visibilitychange", () => document.hidden || sawAll());
uploads.restore(read(`${mine}files`, []));
showPending();
link.open();
if (!touch()) find("input").focus();

function hears(frame) {
  switch (frame.t) {
    case "welcome": return welcome(frame);
    case "about": return about(frame);
    case "history": return history(frame);
    case "message": return arrived(frame);
    case "own": return scroll.keep(() => mineShown(frame.id, frame.own, frame.at, false));
    case "ack": return pending.acknowledged(frame.id, frame.at);
    case "nack": return pending.refused(frame.id, frame.why);
    case "limit": return pending.hold("limit", frame.seconds);
    case "working": return working(frame.on);
    case "bye": return bye(frame.why);
    default: return undefined; // a newer server may say more than this page knows
  }
}

function welcome(frame) {
  most.text = frame.most.text;
  uploads.most = frame.most.file;
  pending.restart();
}

// Who the person is here may change while they talk: a role, a language.
async function about(frame) {
  log.menu = frame.menu;
  find("title").textContent = frame.title;
  menu.fill(frame.menu);
  remember(frame.title);
  await speak(frame.language);
  notices.state(link.state);
}

function history(frame) {
  asking = false;
  find("older").hidden = true;
  find("log").setAttribute("aria-live", "off");
  if (!frame.before && !log.fits(frame.entries, frame.more)) startOver();
  const fresh = frame.before || !log.newest;
  if (fresh) more = frame.more;
  scroll.keep(() => log.put(frame.entries, frame.before), Boolean(frame.before));
  requestAnimationFrame(() => find("log").setAttribute("aria-live", "polite"));
  const last = frame.entries.filter((entry) => entry.row && entry.message).at(-1);
  if (last && !frame.before) hint(last.message);
  sawAll();
  if (more && scroll.short()) older();
}

function startOver() {
  log.clear();
  showPending();
}

function showPending() {
  for (const { frame, shown, at } of pending.all()) mineShown(frame.id, shown, at, true);
}

function mineShown(id, shown, at, unsent) {
  log.mine(id, shown, at, unsent);
  log.separate();
}

function arrived(frame) {
  working(false);
  let added = false;
  scroll.keep(() => {
    added = log.message(frame);
    log.separate();
  });
  if (!added) return;
  if (!frame.edits) hint(frame.message);
  if (!frame.edits && !scroll.atBottom) scroll.offer();
  if (document.hidden) unread(quiet + 1);
  else sawAll();
  if (!frame.edits) tapped = null;
  else if (tapped && log.rows.get(frame.row) === tapped) scroll.show(tapped); // not what was tapped, below it
}

function hint(message) {
  find("input").placeholder = message?.placeholder || t("chat.input");
}

function working(on) {
  clearTimeout(working.timer);
  scroll.keep(() => { find("working").hidden = !on; });
  if (on) working.timer = setTimeout(() => working(false), 20000);
}

function submit(text) {
  const words = text.trim();
  if ([...text].length > most.text) {
    notices.wrong(t("wrong.long", { most: most.text }));
    return false;
  }
  if (uploads.underway) {
    notices.wrong(t("wrong.uploading"));
    return false;
  }
  const files = uploads.done;
  if (files.length) {
    const names = files.map((file) => file.name);
    send({ t: "files", refs: files.map((file) => file.ref), caption: words }, { kind: "sent", text: words, files: names });
    uploads.clear();
  } else if (words) {
    send({ t: "say", text: words }, { kind: "said", text: words });
  } else {
    return false;
  }
  notices.wrong("");
  return true;
}

function tap(action, label, row) {
  const waiting = pending.all().some(({ frame }) => frame.t === "tap" && frame.action === action && frame.on === row);
  if (waiting) return;
  send({ t: "tap", action, on: row }, { kind: "tapped", text: label });
  tapped = log.rows.get(row) ?? null;
}

function contact(phone) {
  send({ t: "contact", phone }, { kind: "contact", text: phone });
}

function send(frame, shown) {
  const id = newId();
  const at = new Date().toISOString();
  mineShown(id, shown, at, true);
  scroll.down();
  pending.add({ ...frame, id }, shown, at);
}

function refused(frame, why) {
  log.remove(frame.id);
  notices.wrong(t(why === "long" ? "wrong.long" : "wrong.unreadable", { most: most.text }));
  if (frame.text || frame.caption) composer.giveBack(frame.text || frame.caption);
}

function sawAll() {
  if (document.hidden || !scroll.atBottom) return;
  unread(0);
  if (log.newest <= read(`${mine}seen`, 0)) return;
  write(`${mine}seen`, log.newest);
  clearTimeout(sawAll.timer);
  sawAll.timer = setTimeout(() => link.send({ t: "seen", row: log.newest }), 1000); // one word for a whole burst
}

function older() {
  if (!more || asking || !log.oldest) return;
  asking = link.send({ t: "older", before: log.oldest });
  find("older").hidden = !asking;
}

function unread(count) {
  quiet = count;
  document.title = count ? `(${count}) ${t("service")}` : t("service");
}

function bye(why) {
  if (why !== "revoked") {
    link.lose();
    return;
  }
  link.end();
  working(false);
  forget(mine);
  write("chat:known", read("chat:known", []).filter((known) => known.path !== base));
  find("composer").inert = true;
}

function remember(title) {
  const others = read("chat:known", []).filter((known) => known.path !== base);
  write("chat:known", [{ path: base, title }, ...others].slice(0, 5));
}
