// What the page knows: people, their chats, polls, the clock. Changes are told to whoever listens, by kind.

import { ReadMarks } from "./unread.js";

const emptyChat = () => ({ messages: [], byId: new Map(), keyboard: null, menu_button: null, commands: [], reactions: {},
  pinned_message_id: null, action: null, readUpTo: 0, whole: true });

export class Store {
  bot = { first_name: "", username: "" };
  users = new Map();
  chats = new Map();
  polls = new Map();
  answers = new Map();
  clock = { now: new Date().toISOString(), enabled: false };
  lastEventId = 0;
  marks = new ReadMarks();
  #clockSetAt = performance.now();
  #listeners = new Map();

  /** Calls `listener(change)` at every change of that kind; returns a function that ends it. */
  on(kind, listener) {
    if (!this.#listeners.has(kind)) this.#listeners.set(kind, new Set());
    this.#listeners.get(kind).add(listener);
    return () => this.#listeners.get(kind).delete(listener);
  }

  tell(kind, change = {}) {
    for (const listener of [...(this.#listeners.get(kind) ?? [])]) listener(change);
  }

  /** The simulator's time in Unix seconds. */
  now() {
    return Date.parse(this.clock.now) / 1000 + (performance.now() - this.#clockSetAt) / 1000;
  }

  chat(id) {
    const key = Number(id);
    if (!this.chats.has(key)) this.chats.set(key, emptyChat());
    return this.chats.get(key);
  }

  unread(id) {
    return this.marks.unread(id, this.chat(id).messages);
  }

  /** Marks everything in the chat as seen by the person. */
  markRead(id) {
    if (this.marks.read(id, this.chat(id).messages.at(-1)?.message_id ?? 0)) this.tell("unread", { chat_id: id });
  }

  load(state) {
    this.bot = state.bot;
    this.lastEventId = state.last_event_id;
    this.users = new Map(state.users.map((user) => [user.id, user]));
    this.chats = new Map(Object.entries(state.chats).map(([id, chat]) => [Number(id), this.#loaded(chat)]));
    this.polls = new Map(Object.entries(state.polls));
    this.#setClock(state.clock);
    this.tell("loaded");
  }

  #loaded(chat) {
    const messages = chat.messages.filter((message) => !message.deleted);
    const fresh = { ...emptyChat(), ...chat, messages, byId: new Map(messages.map((message) => [message.message_id, message])) };
    if (chat.keyboard?.force_reply && !messages.at(-1)?.from?.is_bot) fresh.keyboard = null;
    fresh.whole = chat.messages.length < 200;
    fresh.readUpTo = messages.findLast((message) => message.from?.is_bot)?.message_id ?? 0;
    return fresh;
  }

  /** Takes over the whole history of a chat, for those who scroll far back. */
  loadWhole(id, messages) {
    const chat = this.chat(id);
    chat.messages = messages.filter((message) => !message.deleted);
    chat.byId = new Map(chat.messages.map((message) => [message.message_id, message]));
    chat.whole = true;
  }

  #setClock(clock) {
    this.clock = clock;
    this.#clockSetAt = performance.now();
  }

  /** Applies one event of the server. */
  apply(name, data) {
    APPLY[name].call(this, data);
    this.tell(name, data);
  }

  put(chatId, message) {
    const chat = this.chat(chatId);
    const known = chat.byId.has(message.message_id);
    chat.byId.set(message.message_id, message);
    if (!known) chat.messages.push(message);
    else chat.messages[chat.messages.findLastIndex((item) => item.message_id === message.message_id)] = message;
    if (message.from?.is_bot) this.botWasHere(chatId);
    else this.marks.read(chatId, message.message_id);
    return !known;
  }

  /** The bot acted in the chat, so it has read what the person sent until now. */
  botWasHere(chatId) {
    const chat = this.chat(chatId);
    chat.readUpTo = chat.messages.at(-1)?.message_id ?? 0;
    chat.action = null;
  }

  setClock(clock) {
    this.#setClock(clock);
  }
}

const APPLY = {
  user({ user }) {
    this.users.set(user.id, user);
  },
  message({ chat_id, message }) {
    this.put(chat_id, message);
    const user = this.users.get(chat_id);
    if (message.from?.is_bot) return;
    if (user) user.started = true;
    if (this.chat(chat_id).keyboard?.force_reply) {
      this.chat(chat_id).keyboard = null;
      this.tell("keyboard", { chat_id });
    }
  },
  edit({ chat_id, message }) {
    if (this.chat(chat_id).byId.has(message.message_id)) this.put(chat_id, message);
    else this.botWasHere(chat_id);
  },
  delete({ chat_id, message_id }) {
    const chat = this.chat(chat_id);
    chat.byId.delete(message_id);
    chat.messages = chat.messages.filter((message) => message.message_id !== message_id);
  },
  callback() {},
  callback_answer(answer) {
    this.answers.set(answer.callback_query_id, answer);
    this.botWasHere(answer.chat_id);
    if (this.answers.size > 200) this.answers.delete(this.answers.keys().next().value);
  },
  chat_action({ chat_id, action }) {
    this.botWasHere(chat_id);
    this.chat(chat_id).action = { name: action, until: performance.now() + 5000 };
  },
  poll({ poll, votes }) {
    this.polls.set(poll.id, { poll, votes: votes ?? {} });
  },
  keyboard({ chat_id, keyboard }) {
    this.chat(chat_id).keyboard = keyboard;
  },
  menu_button({ chat_id, menu_button }) {
    if (chat_id === null) this.tell("stale");
    else this.chat(chat_id).menu_button = menu_button;
  },
  commands({ by_user }) {
    for (const [id, commands] of Object.entries(by_user)) this.chat(id).commands = commands;
  },
  pin({ chat_id, message_id }) {
    this.chat(chat_id).pinned_message_id = message_id;
  },
  reaction({ chat_id, message_id, reaction }) {
    this.chat(chat_id).reactions[message_id] = reaction;
  },
  web_app_closed() {},
  bot({ bot }) {
    this.bot = bot;
  },
  blocked({ user_id, blocked }) {
    const user = this.users.get(user_id);
    if (user) user.blocked = blocked;
  },
  clock(clock) {
    this.setClock(clock);
  },
};
