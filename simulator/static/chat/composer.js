// Where a person writes: a field that grows, attachments, a voice note, the menu, what is being answered.

import { fill, h, icon, iconButton } from "../dom.js";
import { t } from "../i18n.js";
import { chooseFiles, offerFile } from "./attach.js";
import { InlineResults } from "./inline_results.js";
import { menuButton } from "./menu_button.js";
import { ReplyKeyboard } from "./reply_keyboard.js";
import { summary } from "./media.js";
import { recordButton } from "./recorder.js";
import { Suggestions } from "./suggestions.js";

export class Composer {
  constructor(chat) {
    this.chat = chat;
    this.suggestions = new Suggestions(chat, { pick: (command) => this.#send(`/${command}`), complete: (command) => this.#write(`/${command} `) });
    this.results = new InlineResults(chat, () => this.#write(""));
    this.field = h("textarea.field", { rows: "1", value: chat.draft, placeholder: t("message"), dir: "auto", enterkeyhint: "send",
      "aria-label": t("write_to", { name: chat.user.first_name }), "aria-autocomplete": "list", "aria-controls": this.suggestions.id,
      oninput: () => this.#typed(), onkeydown: (event) => this.#keys(event), onpaste: (event) => this.#pasted(event) });
    this.aim = h("div.aim", { hidden: true });
    this.keyboard = new ReplyKeyboard(chat, this);
    this.toggle = iconButton("keyboard", t("hide_keyboard"), () => this.keyboard.toggle(), { hidden: true });
    this.sendButton = iconButton("send", t("send"), () => this.#send(this.field.value));
    this.sendButton.classList.add("send");
    this.record = recordButton(chat);
    this.menu = h("span.menu-slot", {});
    this.element = h("div.composer", {}, this.suggestions.element, this.results.element, this.aim,
      h("div.composer-row", {}, this.menu,
        h("div.field-box", {}, this.field, this.toggle, iconButton("attach", t("attach"), () => chooseFiles(chat))),
        this.record, this.sendButton),
      this.keyboard.element);
    this.ends = [chat.on("aim", (aim) => this.#showAim(aim)), chat.on("draft", (text) => this.#write(text))];
    this.showMenu();
    this.#typed();
    this.#showAim(chat.aim);
  }

  focus() {
    if (matchMedia("(hover: hover)").matches) this.field.focus({ preventScroll: true });
  }

  showMenu() {
    fill(this.menu, menuButton(this.chat, () => this.suggestions.toggleAll(this.field)));
  }

  /** Follows the reply keyboard in force. */
  showKeyboard() {
    this.keyboard.show();
    const { keyboard } = this.chat.data;
    this.toggle.hidden = !keyboard?.keyboard;
    const open = !this.chat.keyboardHidden;
    this.toggle.setAttribute("aria-pressed", String(open));
    this.toggle.setAttribute("aria-label", t(open ? "hide_keyboard" : "show_keyboard"));
    this.toggle.title = this.toggle.getAttribute("aria-label");
    this.field.placeholder = keyboard?.input_field_placeholder ?? t("message");
  }

  #showAim(aim) {
    this.aim.hidden = !aim;
    if (!aim) return;
    const { message, kind } = aim;
    const name = message.from?.is_bot ? this.chat.store.bot.first_name : this.chat.user.first_name;
    fill(this.aim, icon(kind === "edit" ? "pencil" : "reply"),
      h("div.aim-words", {}, h("b", {}, kind === "edit" ? t("editing") : t("reply_to", { name })), h("span", {}, summary(message))),
      iconButton("close", t("cancel"), () => this.#dropAim()));
    if (kind === "edit") this.#write(message.text);
    else this.field.focus();
  }

  #dropAim() {
    if (this.chat.aim?.kind === "edit") this.#write("");
    this.chat.setAim(null);
  }

  #write(text) {
    this.field.value = text;
    this.#typed();
    this.field.focus();
    this.field.setSelectionRange(text.length, text.length);
  }

  #typed() {
    this.chat.draft = this.field.value;
    this.field.style.height = "auto";
    if (this.field.scrollHeight) this.field.style.height = `${Math.min(this.field.scrollHeight, 180)}px`;
    const empty = !this.field.value.trim();
    this.sendButton.hidden = empty;
    this.record.hidden = !empty;
    this.suggestions.follow(this.field);
    this.results.follow(this.field.value);
  }

  #keys(event) {
    if (event.isComposing) return;
    if (this.suggestions.keys(event, this.field)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send(this.field.value);
    } else if (event.key === "Escape" && this.chat.aim) {
      event.stopPropagation();
      this.#dropAim();
    }
  }

  #pasted(event) {
    const file = [...event.clipboardData.files][0];
    if (!file) return;
    event.preventDefault();
    offerFile(this.chat, file);
  }

  #send(text) {
    if (!text.trim()) return;
    this.#write("");
    this.chat.say(text.trim());
  }

  leave() {
    for (const end of this.ends) end();
  }
}
