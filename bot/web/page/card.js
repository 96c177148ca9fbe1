// One message as elements. Everything a person wrote goes in as text, never as markup.

import { t } from "./strings.js";

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

// `act` is { tap(action, label, row), contact(phone) }; `base` is the session's path.
export function card(message, row, act, base) {
  const whole = make("div", "card");
  whole.append(bubble(message, row, base));
  if (message?.contact_button) whole.append(contact(message.contact_button, row, act));
  for (const buttons of message?.rows ?? []) whole.append(rowOf(buttons, row, act));
  return whole;
}

function bubble(message, row, base) {
  const box = make("div", "bubble");
  if (!message) {
    box.append(make("p", "gone", t("chat.gone")));
    return box;
  }
  if (message.progress) box.append(make("p", "progress", message.progress));
  if (message.heading) box.append(make("h2", "", message.heading));
  for (const line of message.lines ?? []) box.append(make("p", "", line));
  if (message.fields) box.append(fields(message.fields));
  (message.documents ?? []).forEach(([kind, name], place) => {
    box.append(paper(kind, name, `${base}documents/${row}/${place}`));
  });
  for (const line of message.closing ?? []) box.append(make("p", "closing", line));
  return box;
}

function fields(pairs) {
  const list = make("dl");
  for (const [label, value] of pairs) list.append(make("dt", "", label), make("dd", "", value));
  return list;
}

function paper(kind, name, address) {
  const seen = kind === "qr" || kind === "chart";
  const link = make("a", seen ? `picture ${kind}` : "paper");
  link.href = address;
  link.download = name;
  if (seen) {
    const image = make("img");
    image.src = address;
    image.alt = name;
    link.append(image);
  } else {
    link.textContent = t("chat.file", { name });
  }
  return link;
}

function rowOf(buttons, row, act) {
  const line = make("div", "buttons");
  for (const [label, action, style] of buttons) {
    const button = make("button", style, label);
    button.type = "button";
    button.addEventListener("click", () => act.tap(action, label, row));
    line.append(button);
  }
  return line;
}

function contact(label, row, act) {
  const form = make("form", "contact");
  const input = make("input");
  const name = make("label", "", t("chat.phone"));
  const button = make("button", "primary", label);
  Object.assign(input, { type: "tel", id: `phone-${row}`, autocomplete: "tel", required: true, maxLength: 40 });
  name.htmlFor = input.id;
  button.type = "submit";
  form.append(name, input, button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act.contact(input.value.trim());
    form.reset();
  });
  return form;
}
