// The buttons under a message: each kind does what Telegram's does.

import { h, icon, safeAddress } from "../dom.js";
import { t } from "../i18n.js";
import { toast } from "../notices.js";

/** The rows of buttons, none when the message has no inline keyboard. */
export function inlineKeyboard(message, chat) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.some((row) => row.length)) return [];
  return [h("div.keyboard", { role: "group" }, rows.map((row) =>
    h("div.row", {}, row.map((button) => key(button, message, chat)))))];
}

function key(button, message, chat) {
  const kind = ["url", "web_app", "copy_text", "switch_inline_query", "switch_inline_query_current_chat", "login_url"].find((name) => button[name] !== undefined);
  const mark = { url: "link", web_app: "app", copy_text: "copy", login_url: "link" }[kind];
  const node = h("button.key", { type: "button", dataset: { style: button.style } }, h("span.key-text", {}, button.text), mark && icon(mark));
  node.addEventListener("click", () => PRESS[kind ?? "callback"](button, message, chat, node));
  return node;
}

const PRESS = {
  async callback(button, message, chat, node) {
    if (node.getAttribute("aria-busy") === "true") return;
    node.setAttribute("aria-busy", "true");
    await chat.press(message, button.callback_data);
    node.removeAttribute("aria-busy");
  },
  url(button, message, chat) {
    const address = safeAddress(button.url);
    if (address) chat.openLink(address);
  },
  login_url(button, message, chat) {
    const address = safeAddress(button.login_url.url);
    if (address) chat.openLink(address);
  },
  web_app: (button, message, chat) => chat.openApp({ message_id: message.message_id, button_text: button.text }, button.text),
  async copy_text(button, message, chat) {
    await copyText(button.copy_text.text);
    toast(chat.host, t("copied"));
  },
  switch_inline_query: (button, message, chat) => chat.setDraft(`@${chat.store.bot.username} ${button.switch_inline_query}`),
  switch_inline_query_current_chat: (button, message, chat) =>
    chat.setDraft(`@${chat.store.bot.username} ${button.switch_inline_query_current_chat}`),
};

/** Copies, also where the browser keeps the clipboard for secure pages only. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = h("textarea.off-screen", { value: text });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}
