// One open chat: who it is, the history, the composer; or what stands in its way (not started, blocked).

import { avatar, languageBadge } from "../avatar.js";
import { clockChip } from "../clock.js";
import { fill, h, icon, iconButton } from "../dom.js";
import { t } from "../i18n.js";
import { openMenu } from "../menu.js";
import { openLinkDialog } from "../person_dialogs.js";
import { offerFile } from "./attach.js";
import { Composer } from "./composer.js";
import { History } from "./history.js";
import { summary } from "./media.js";

const ACTIONS = { typing: "typing", record_voice: "recording_action", record_video: "recording_action", record_video_note: "recording_action" };

export class Pane {
  #off = [];

  constructor(chat, { close, activate }) {
    const { store, id } = chat;
    Object.assign(this, { chat, store, id });
    this.head = h("header.pane-head", {});
    this.note = h("div.pane-note", {});
    this.pinned = h("button.pinned", { type: "button", hidden: true });
    this.element = h("section.pane", { dataset: { user: id }, "aria-label": this.chat.user?.first_name,
      onpointerdown: activate, onfocusin: activate, onkeydown: (event) => event.key === "Escape" && close(), ondragover: (event) => event.preventDefault(), ondrop: (event) => this.#dropped(event) });
    this.chat.host = this.element;
    this.close = close;
    this.history = new History(this.chat);
    this.history.onSeen = () => this.seen();
    this.foot = h("div.pane-foot", {});
    this.element.append(this.head, this.pinned, this.history.element, this.foot);
    this.#listen();
    this.#showHead();
    this.#showFoot();
    this.#showPinned();
  }

  #listen() {
    const mine = (change) => (change.chat_id ?? change.user_id ?? change.user?.id) === this.id;
    const on = (kind, act) => this.#off.push(this.store.on(kind, (change) => mine(change) && act(change)));
    on("message", ({ message }) => this.#arrived(message));
    on("edit", ({ message }) => {
      this.history.update(message);
      this.#botActed();
    });
    on("delete", ({ message_id: id }) => this.history.remove(id));
    on("reaction", ({ message_id: id }) => this.history.update(this.chat.data.byId.get(id) ?? { message_id: id }));
    on("callback_answer", (answer) => {
      this.#botActed();
      this.chat.showAnswer(answer);
    });
    on("chat_action", () => this.#botActed());
    on("keyboard", () => this.composer?.showKeyboard());
    on("menu_button", () => this.composer?.showMenu());
    on("pin", () => this.#showPinned());
    on("user", () => this.#personChanged());
    on("blocked", () => this.#personChanged());
    this.#off.push(this.store.on("commands", () => this.composer?.showMenu()));
    this.#off.push(this.store.on("poll", ({ poll }) => this.history.refreshPolls(poll.id)));
    this.#off.push(this.store.on("clock", () => this.history.nameDays()));
    this.#off.push(this.store.on("bot", () => this.#showFoot()));
  }

  /** Shows everything anew after the state was loaded again. */
  reload() {
    this.history.render();
    this.#personChanged();
    this.#showPinned();
    this.composer?.showMenu();
    this.composer?.showKeyboard();
  }

  #arrived(message) {
    this.history.add(message);
    this.#botActed();
    if (!this.composer) this.#showFoot();
    this.seen();
  }

  #botActed() {
    this.history.markRead();
    this.#showNote();
  }

  /** Marks the messages read when they are really in view. */
  seen() {
    if (this.element.isConnected && document.visibilityState === "visible" && this.history.atBottom) this.store.markRead(this.id);
  }

  #personChanged() {
    this.#showHead();
    this.#showFoot();
  }

  #showHead() {
    const { user } = this.chat;
    const more = iconButton("more", t("more"), () => openMenu(more, this.#choices(), t("more")), { "aria-haspopup": "menu", "aria-expanded": "false" });
    const back = iconButton("back", t("back"), this.close);
    const leave = iconButton("close", t("close_chat"), this.close);
    back.classList.add("only-phone");
    leave.classList.add("only-split");
    const name = [user.first_name, user.last_name].filter(Boolean).join(" ");
    fill(this.head, back, avatar(user), h("div.pane-who", {}, h("h2", {}, h("span.name", {}, name), languageBadge(user)), this.note),
      clockChip(this.store, this.chat), more, leave);
    this.#showNote();
  }

  #showNote() {
    const { action } = this.chat.data;
    clearTimeout(this.noteTimer);
    const left = action ? action.until - performance.now() : 0;
    this.note.classList.toggle("busy", left > 0);
    if (left > 0) {
      fill(this.note, `${this.store.bot.first_name}: ${t(ACTIONS[action.name] ?? "uploading")}`);
      this.noteTimer = setTimeout(() => this.#showNote(), left + 20);
    } else {
      const { user } = this.chat;
      fill(this.note, user.blocked ? t("blocked") : user.started ? user.profile : [user.profile, t("never_started")].filter(Boolean).join(" · "));
    }
  }

  #choices() {
    const { user } = this.chat;
    return [
      { label: t("open_link"), icon: "link", act: () => openLinkDialog(this.chat) },
      user.blocked
        ? { label: t("unblock"), icon: "check", act: () => this.chat.setBlocked(false) }
        : { label: t("block"), icon: "block", act: () => this.chat.setBlocked(true) },
    ];
  }

  #showFoot() {
    const { user } = this.chat;
    const state = user.blocked ? "blocked" : user.started || this.chat.data.messages.length ? "open" : "new";
    this.history.element.querySelector(".welcome")?.remove();
    if (state === "new") this.history.element.prepend(this.#welcome());
    if (state === this.footState) return;
    this.footState = state;
    this.composer?.leave();
    this.composer = undefined;
    if (state === "open") this.#compose();
    else if (state === "blocked") {
      fill(this.foot, h("div.in-the-way", {}, h("p", {}, t("blocked_line", { name: user.first_name })),
        h("button.primary", { type: "button", onclick: () => this.chat.setBlocked(false) }, t("unblock"))));
    } else {
      fill(this.foot, h("div.in-the-way", {}, h("button.primary.wide", { type: "button", onclick: () => this.chat.start() }, t("start"))));
    }
  }

  #compose() {
    const hadFocus = this.element.contains(document.activeElement);
    this.composer = new Composer(this.chat);
    fill(this.foot, this.composer.element);
    this.composer.showKeyboard();
    if (hadFocus) this.composer.focus();
  }

  #welcome() {
    const { descriptions = {}, first_name: name } = this.store.bot;
    const text = descriptions[this.chat.user.language_code] || descriptions[""] || "";
    return h("div.welcome", {}, h("b", {}, name), text && h("span.small", {}, t("what_can_it_do")), text && h("p", {}, text));
  }

  #showPinned() {
    const message = this.chat.data.byId.get(this.chat.data.pinned_message_id);
    this.pinned.hidden = !message;
    if (!message) return;
    this.pinned.onclick = () => this.history.showMessage(message.message_id);
    fill(this.pinned, icon("pin"), h("span", {}, summary(message)));
  }

  #dropped(event) {
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file && this.composer) offerFile(this.chat, file);
  }

  leave() {
    for (const off of this.#off) off();
    clearTimeout(this.noteTimer);
    this.composer?.leave();
    this.history.leave();
    this.element.remove();
  }
}
