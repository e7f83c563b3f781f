// One message as a bubble: what it answers, what it carries, its words, its time and marks, its buttons.

import { h, icon } from "../dom.js";
import { t } from "../i18n.js";
import { clockTime } from "../time.js";
import { formatted } from "./entities.js";
import { inlineKeyboard } from "./inline_keyboard.js";
import { media, summary } from "./media.js";
import { pollView } from "./poll.js";

const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}(?:\u200d\p{Extended_Pictographic}|[\ufe0f\u{1f3fb}-\u{1f3ff}])*){1,3}$/u;

export const isOwn = (message) => !message.from?.is_bot;
const isService = (message) => Boolean(message.pinned_message || message.web_app_data);

/** The list item of a message; `grouped` when it follows another of the same side closely. */
export function bubble(message, chat, { grouped = false } = {}) {
  if (isService(message)) return h("li.service", { dataset: { id: message.message_id } }, h("span", {}, summary(message)));
  const own = isOwn(message);
  const item = h("li.message", { dataset: { id: message.message_id, side: own ? "own" : "bot" }, tabindex: "-1" });
  item.classList.toggle("grouped", grouped);
  const keyboard = inlineKeyboard(message, chat);
  const body = h("div.bubble", {}, h("span.off-screen", {}, `${own ? chat.user?.first_name : chat.store.bot.first_name}: `), contents(message, chat));
  if (message.photo || message.animation || message.video) body.classList.add("with-picture");
  if (message.text && ONLY_EMOJI.test(message.text)) body.classList.add("emoji-only");
  if (message.video_note || message.sticker) body.classList.add("bare");
  return appendAll(item, body, ...keyboard);
}

function contents(message, chat) {
  const onCommand = (text) => chat.say(text.split("@")[0]);
  const text = message.text ?? message.caption ?? "";
  const entities = message.text ? message.entities : message.caption_entities;
  const words = text && h("div.text", { dir: "auto" }, formatted(text, entities, onCommand));
  const above = message.show_caption_above_media;
  return [via(message), quote(message, chat), above && words, media(message, chat), poll(message, chat, onCommand), !above && words,
    meta(message, chat), reactions(message, chat)];
}

function via(message) {
  const origin = message.forward_origin;
  const from = origin?.sender_user?.first_name ?? origin?.sender_user_name ?? origin?.chat?.title;
  return [message.via_bot && h("div.via", {}, t("via", { bot: `@${message.via_bot.username}` })),
    from && h("div.via", {}, icon("reply"), from)];
}

function quote(message, chat) {
  const answered = message.reply_to_message;
  if (!answered) return undefined;
  const name = isOwn(answered) ? chat.user?.first_name : chat.store.bot.first_name;
  return h("button.quote", { type: "button", dataset: { to: answered.message_id } },
    h("b", {}, name), h("span", {}, message.quote?.text ?? summary(chat.data.byId.get(answered.message_id) ?? answered)));
}

function poll(message, chat, onCommand) {
  if (!message.poll) return undefined;
  const known = chat.store.polls.get(message.poll.id)?.poll ?? message.poll;
  const chosen = chat.chosen(message.poll.id);
  return pollView(known, { chosen, onCommand, vote: (numbers) => chat.vote(message.poll.id, numbers) });
}

function meta(message, chat) {
  const own = isOwn(message);
  const read = own && message.message_id <= chat.data.readUpTo;
  return h("span.meta", {},
    message.edit_date && !message.edit_hide && h("span.edited", {}, t("edited")),
    h("time", { datetime: new Date(message.date * 1000).toISOString() }, clockTime(message.date, chat.zone)),
    own && ticks(read));
}

function ticks(read) {
  return h("span.ticks", { role: "img", "aria-label": t(read ? "read" : "sent"), dataset: { read } }, icon("check"), read && icon("check"));
}

/** Turns single ticks into double ones for what the bot has read by now. */
export function markTicks(list, readUpTo) {
  for (const node of list.querySelectorAll('.ticks[data-read="false"]')) {
    if (Number(node.closest("li").dataset.id) <= readUpTo) node.replaceWith(ticks(true));
  }
}

function reactions(message, chat) {
  const given = chat.data.reactions[message.message_id] ?? [];
  return given.length > 0 && h("span.reactions", {}, given.map((item) => h("span.reaction", {}, item.emoji ?? "★")));
}

function appendAll(node, ...children) {
  node.append(...children);
  return node;
}
