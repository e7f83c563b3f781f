// The bot's commands over the field while "/" is typed, or all of them from the menu button.

import { fill, h } from "../dom.js";
import { t } from "../i18n.js";

let count = 0;

export class Suggestions {
  #shown = [];
  #at = -1;

  constructor(chat, { pick, complete }) {
    this.chat = chat;
    this.pick = pick;
    this.complete = complete;
    this.id = `suggestions-${(count += 1)}`;
    this.element = h("div.suggestions", { id: this.id, role: "listbox", "aria-label": t("commands"), hidden: true });
  }

  /** Shows the commands that begin as the field does. */
  follow(field) {
    const typed = /^\/(\w*)$/.exec(field.value)?.[1];
    if (typed === undefined) return this.close(field);
    return this.#open(field, this.chat.data.commands.filter((item) => item.command.startsWith(typed.toLowerCase())));
  }

  toggleAll(field) {
    if (!this.element.hidden) return this.close(field);
    this.#open(field, this.chat.data.commands);
    field.focus();
    return undefined;
  }

  #open(field, commands) {
    this.#shown = commands;
    this.#at = -1;
    fill(this.element, commands.map((item, i) =>
      h("div.suggestion", { id: `${this.id}-${i}`, role: "option", "aria-selected": "false",
        onpointerdown: (event) => event.preventDefault(), onclick: () => this.#choose(i, field) },
      h("b", {}, `/${item.command}`), h("span", {}, item.description))));
    this.element.hidden = commands.length === 0;
  }

  #choose(index, field) {
    const { command } = this.#shown[index];
    this.close(field);
    this.pick(command);
  }

  close(field) {
    this.element.hidden = true;
    this.#shown = [];
    field.removeAttribute("aria-activedescendant");
  }

  /** Handles a key of the field; true when the list took it. */
  keys(event, field) {
    if (this.element.hidden) return false;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) this.#mark((this.#at + step + this.#shown.length) % this.#shown.length, field);
    else if (event.key === "Escape") this.close(field);
    else if (event.key === "Tab" && !event.shiftKey) this.complete(this.#shown[Math.max(0, this.#at)].command);
    else if (event.key === "Enter" && this.#at >= 0) this.#choose(this.#at, field);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #mark(index, field) {
    this.#at = index < 0 ? this.#shown.length - 1 : index;
    [...this.element.children].forEach((node, i) => node.setAttribute("aria-selected", String(i === this.#at)));
    this.element.children[this.#at].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", `${this.id}-${this.#at}`);
  }
}
