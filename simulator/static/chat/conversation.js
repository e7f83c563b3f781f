// One person's side of the chat with the bot: what they can do in it, and what they are about to say.

import { api } from "../api.js";
import { ask, alertBox, attempt, toast } from "../notices.js";
import { t } from "../i18n.js";
import { openMiniApp } from "../miniapp/frame.js";

const ANSWER_WAIT_MS = 15000;

export class Conversation {
  /** The message the next words answer, or the own message being changed: {kind: "reply" | "edit", message}. */
  aim = null;
  draft = "";
  keyboardHidden = false;
  host = document.body;
  #listeners = { aim: new Set(), draft: new Set() };

  constructor(store, id) {
    this.store = store;
    this.id = id;
  }

  get user() {
    return this.store.users.get(this.id);
  }

  get data() {
    return this.store.chat(this.id);
  }

  get zone() {
    return this.user?.time_zone;
  }

  /** Calls the listener when the aim or the draft is set from outside the field; returns a function that ends it. */
  on(what, listener) {
    this.#listeners[what].add(listener);
    return () => this.#listeners[what].delete(listener);
  }

  setAim(aim) {
    this.aim = aim;
    for (const listener of this.#listeners.aim) listener(aim);
  }

  setDraft(text) {
    this.draft = text;
    for (const listener of this.#listeners.draft) listener(text);
  }

  say(text) {
    const { aim } = this;
    this.setAim(null);
    if (aim?.kind === "edit") return attempt(this.host, () => api.edit(this.id, aim.message.message_id, text));
    return attempt(this.host, () => api.say(this.id, text, aim?.message.message_id));
  }

  start(payload) {
    return attempt(this.host, () => api.start(this.id, payload));
  }

  setBlocked(blocked) {
    return attempt(this.host, () => (blocked ? api.block(this.id) : api.unblock(this.id)));
  }

  sendMedia(fields) {
    const replyTo = this.aim?.kind === "reply" ? this.aim.message.message_id : undefined;
    this.setAim(null);
    return attempt(this.host, () => api.media(this.id, { ...fields, ...(replyTo && { reply_to_message_id: replyTo }) }));
  }

  async shareContact() {
    if (await this.#agreed(t("share_contact"))) await attempt(this.host, () => api.contact(this.id));
  }

  async shareLocation() {
    const here = { latitude: -19.9191, longitude: -43.9386 };
    if (await this.#agreed(t("share_location"))) await attempt(this.host, () => api.location(this.id, here));
  }

  #agreed(question) {
    return ask({ title: this.user.first_name, body: question,
      buttons: [{ label: t("cancel"), value: undefined }, { label: t("ok"), value: true, submit: true }] });
  }

  vote(pollId, numbers) {
    return attempt(this.host, () => api.vote(this.id, pollId, numbers));
  }

  chosen(pollId) {
    return this.store.polls.get(pollId)?.votes[this.id] ?? [];
  }

  /** Presses a callback button; ends when the bot has answered or the patience is over. */
  async press(message, data) {
    const pressed = await attempt(this.host, () => api.press(this.id, message.message_id, data));
    if (!pressed?.callback_query_id) return;
    if (!(await this.#answer(pressed.callback_query_id))) toast(this.host, t("no_answer"));
  }

  #answer(queryId) {
    return new Promise((resolve) => {
      const known = this.store.answers.get(queryId);
      if (known) return resolve(known);
      const finish = (answer) => {
        clearTimeout(timer);
        off();
        resolve(answer);
      };
      const off = this.store.on("callback_answer", (answer) => answer.callback_query_id === queryId && finish(answer));
      const timer = setTimeout(finish, ANSWER_WAIT_MS);
      return undefined;
    });
  }

  /** Shows what the bot answered to a press: a line, an alert, or a link. */
  showAnswer({ text, show_alert: alert, url }) {
    if (url) this.openLink(url);
    if (text && alert) alertBox(this.store.bot.first_name, text);
    else if (text) toast(this.host, text);
  }

  /** A link to this bot with a start code starts it; any other opens in a new tab. */
  openLink(address) {
    const payload = startPayload(address, this.store.bot.username);
    if (payload !== undefined) return this.start(payload);
    return window.open(address, "_blank", "noopener");
  }

  /** Opens a Mini App: {message_id, button_text} for an inline button, {button_text} for the keyboard's, {} for the menu's. */
  async openApp(fields, title) {
    const opened = await attempt(this.host, () => api.webApp(this.id, fields));
    if (!opened?.url) return;
    const fromKeyboard = fields.button_text && !fields.message_id;
    openMiniApp({
      conversation: this,
      address: opened.url,
      queryId: opened.query_id,
      title,
      sendData: fromKeyboard && ((data) => attempt(this.host, () => api.webAppData(this.id, fields.button_text, data))),
    });
  }
}

/** The start code in a t.me or tg: link to the bot, or the bare code; undefined when it is neither. */
export function startPayload(text, username) {
  const trimmed = text.trim();
  if (/^[A-Za-z0-9_-]{1,64}$/.test(trimmed)) return trimmed;
  try {
    const link = new URL(/^[a-z]+:/i.test(trimmed) ? trimmed : `https://${trimmed}`);
    const name = link.protocol === "tg:" ? link.searchParams.get("domain") : link.pathname.slice(1);
    const telegram = link.protocol === "tg:" || ["t.me", "telegram.me"].includes(link.hostname);
    if (!telegram || name?.toLowerCase() !== username.toLowerCase()) return undefined;
    const payload = link.searchParams.get("start") ?? "";
    return /^[A-Za-z0-9_-]{0,64}$/.test(payload) ? payload : undefined;
  } catch {
    return undefined;
  }
}
