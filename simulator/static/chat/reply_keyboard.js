// The bot's keyboard under the field: it types for the person, or shares, or opens a Mini App.

import { fill, h, icon } from "../dom.js";

export class ReplyKeyboard {
  #last;

  constructor(chat, composer) {
    this.chat = chat;
    this.composer = composer;
    this.element = h("div.reply-keyboard", { role: "group", hidden: true });
  }

  /** Shows the keyboard in force; a new one is shown even if the last one was hidden. */
  show() {
    const { keyboard } = this.chat.data;
    const fresh = keyboard !== this.#last;
    if (fresh && this.#last !== undefined) this.chat.keyboardHidden = false;
    if (fresh && keyboard?.force_reply) this.#forceReply();
    this.#last = keyboard;
    this.element.hidden = !keyboard?.keyboard || this.chat.keyboardHidden;
    this.element.classList.toggle("resized", Boolean(keyboard?.resize_keyboard));
    fill(this.element, (keyboard?.keyboard ?? []).map((row) => h("div.row", {}, row.map((button) => this.#key(button)))));
  }

  #forceReply() {
    const asked = this.chat.data.messages.findLast((message) => message.from?.is_bot);
    if (asked && this.chat.aim?.message !== asked) this.chat.setAim({ kind: "reply", message: asked });
  }

  #key(button) {
    const { text } = typeof button === "string" ? { text: button } : button;
    const mark = button.web_app ? "app" : button.request_contact ? "person" : button.request_location ? "place" : undefined;
    return h("button.key", { type: "button", dataset: { style: button.style }, onclick: () => this.#press(button, text) },
      h("span.key-text", {}, text), mark && icon(mark));
  }

  async #press(button, text) {
    const { chat } = this;
    const once = chat.data.keyboard.one_time_keyboard;
    if (button.web_app) await chat.openApp({ button_text: text }, text);
    else if (button.request_contact) await chat.shareContact();
    else if (button.request_location) await chat.shareLocation();
    else await chat.say(text);
    if (once) this.hide();
  }

  hide() {
    this.chat.keyboardHidden = true;
    this.composer.showKeyboard();
  }

  toggle() {
    this.chat.keyboardHidden = !this.chat.keyboardHidden;
    this.composer.showKeyboard();
  }
}
