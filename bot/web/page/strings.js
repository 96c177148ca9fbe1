// The page's own words: a catalogue per language, and how times are written (always in China's time).

import { read, write } from "./keep.js";

const ZONE = "Asia/Shanghai";
let words = {};
let language = "";

export async function speak(wanted) {
  const next = wanted === "en" ? "en" : "zh";
  if (next !== language) {
    const answer = await fetch(new URL(`./strings.${next}.json`, import.meta.url));
    words = await answer.json();
    language = next;
    write("chat:language", next);
    document.documentElement.lang = next === "en" ? "en" : "zh-CN";
    label(document);
  }
}

export function spoken() {
  return language || read("chat:language", "zh");
}

export function t(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

export function wait(seconds) {
  if (seconds < 90) return t("time.seconds", { n: seconds });
  if (seconds < 5400) return t("time.minutes", { n: Math.ceil(seconds / 60) });
  return t("time.hours", { n: Math.ceil(seconds / 3600) });
}

export function clock(at) {
  return format(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function day(at) {
  const date = format(at, { month: language === "en" ? "long" : "numeric", day: "numeric" });
  const weekday = format(at, { weekday: "short" });
  if (language === "en") return `${weekday}, ${date}`;
  const [month, number] = date.match(/\d+/g);
  return `${month}月${number}日（${weekday}）`;
}

export function dayKey(at) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, dateStyle: "short" }).format(new Date(at));
}

function format(at, parts) {
  const locale = language === "en" ? "en-GB" : "zh-CN";
  return new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...parts }).format(new Date(at));
}

function label(root) {
  for (const element of root.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of root.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", t(element.dataset.tLabel));
  }
}
