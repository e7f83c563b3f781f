// "@bot query" in the field asks the bot's inline mode; a pressed result is sent as the person's message.

import { api } from "../api.js";
import { fill, h } from "../dom.js";
import { t } from "../i18n.js";
import { attempt } from "../notices.js";

const PAUSE_MS = 300;

export class InlineResults {
  #timer;
  #asked = 0;

  constructor(chat, onChosen) {
    this.chat = chat;
    this.onChosen = onChosen;
    this.element = h("div.suggestions", { role: "listbox", "aria-label": t("bot"), hidden: true });
  }

  follow(text) {
    clearTimeout(this.#timer);
    const start = `@${this.chat.store.bot.username} `.toLowerCase();
    if (!text.toLowerCase().startsWith(start)) {
      this.element.hidden = true;
      return;
    }
    this.#timer = setTimeout(() => this.#ask(text.slice(start.length)), PAUSE_MS);
  }

  async #ask(query) {
    const number = (this.#asked += 1);
    const found = await attempt(this.chat.host, () => api.inline(this.chat.id, query));
    if (!found || number !== this.#asked) return;
    const results = found.results ?? [];
    fill(this.element, results.map((item) => h("button.suggestion", { type: "button", role: "option", onclick: () => this.#choose(found, item) },
      h("b", {}, item.title ?? item.caption ?? item.type), h("span", {}, item.description ?? ""))),
    results.length === 0 && h("p.suggestion", {}, t("nothing_found")));
    this.element.hidden = false;
  }

  async #choose(found, item) {
    this.element.hidden = true;
    this.onChosen();
    await attempt(this.chat.host, () => api.chosenResult(this.chat.id, found.inline_query_id, item.id));
  }
}
