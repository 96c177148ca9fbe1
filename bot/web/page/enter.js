// The entrance. Opening it consumes nothing; only the person's tap sends the link's token or a code.

import { read, write } from "./keep.js";
import { speak, spoken, t, wait } from "./strings.js";

const find = (id) => document.getElementById(id);
const token = new URLSearchParams(location.hash.slice(1)).get("t");

async function enter(request) {
  busy(true);
  try {
    const answer = await fetch("/chat/enter", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...request, language: spoken() }),
    });
    const found = await answer.json().catch(() => ({}));
    if (found.path) location.replace(found.path);
    else refuse(found);
  } catch {
    say(t("failed.network"));
  }
}

function refuse({ why, seconds, text }) {
  if (why === "refused") offer(); // a dead link still leaves the other doors
  if (text) say(text);
  else if (why === "sessions") say(t("failed.sessions", { time: wait(seconds) }));
  else say(t(why === "busy" ? "failed.busy" : "failed.unknown"));
}

function say(text) {
  busy(false);
  find("notice").textContent = text;
  find("notice").hidden = false;
  find("notice").scrollIntoView({ block: "nearest" });
}

function busy(on) {
  for (const button of document.querySelectorAll("main button")) button.disabled = on;
  find("enter").textContent = t(on ? "enter.busy" : "enter.button");
  if (on) find("notice").hidden = true;
}

function offer() {
  find("invited").hidden = true;
  find("choose").hidden = false;
}

function resume() {
  const chats = read("chat:known", []);
  const list = document.querySelector("#resume ul");
  for (const { path, title } of chats) {
    const link = document.createElement("a");
    link.href = path;
    link.textContent = title || t("service");
    const line = document.createElement("li");
    line.append(link);
    list.append(line);
  }
  find("resume").hidden = !chats.length;
}

await speak(spoken());
if (token) find("invited").hidden = false;
else offer();
resume();
document.querySelector("main").hidden = false;
find("enter").addEventListener("click", () => enter({ token }));
for (const button of document.querySelectorAll("[data-role]")) {
  button.addEventListener("click", () => enter({ role: button.dataset.role }));
}
find("code").addEventListener("submit", (event) => {
  event.preventDefault();
  enter({ token: find("code-input").value.trim() });
});
find("language").addEventListener("click", async () => {
  await speak(spoken() === "en" ? "zh" : "en");
  write("chat:language", spoken());
});
addEventListener("hashchange", () => location.reload());
