// The open chats side by side, as many as the window has room for.

import { onAddress, openChats, setOpenChats } from "./address.js";
import { Conversation } from "./chat/conversation.js";
import { Pane } from "./chat/pane.js";
import { h, icon } from "./dom.js";
import { t } from "./i18n.js";

const TWO = matchMedia("(min-width: 1000px)");
const THREE = matchMedia("(min-width: 1480px)");

export class Panes {
  #open = new Map();
  #conversations = new Map();
  #active;

  /** `onChange()` follows every change of what is open, `onClosed(id)` a chat that was closed. */
  constructor(store, { onChange, onClosed }) {
    Object.assign(this, { store, onChange, onClosed });
    this.element = h("main.panes", {});
    this.ends = [store.on("loaded", () => this.#reload())];
    onAddress(() => this.follow());
    for (const width of [TWO, THREE]) width.addEventListener("change", () => this.follow());
    document.addEventListener("visibilitychange", () => this.#seen());
    this.follow();
  }

  get room() {
    return THREE.matches ? 3 : TWO.matches ? 2 : 1;
  }

  /** The ids of the chats in view. */
  get ids() {
    return [...this.#open.keys()];
  }

  /** The person whose chat was touched last. */
  get active() {
    return this.store.users.get(this.#active);
  }

  /** Opens a chat in place of the active one. */
  open(id) {
    const ids = this.ids;
    if (!ids.includes(id)) {
      const place = Math.max(0, ids.indexOf(this.#active));
      ids.splice(place, ids.length ? 1 : 0, id);
    }
    this.#show(ids, id);
  }

  /** Opens a chat beside the others; without room, in place of one that is not active. */
  openBeside(id) {
    const ids = this.ids;
    if (ids.length >= this.room) ids.splice(ids.findLastIndex((item) => item !== this.#active), 1);
    this.#show([...ids, id].slice(-this.room), id);
  }

  close(id) {
    this.#show(this.ids.filter((item) => item !== id));
    this.onClosed(id);
  }

  #show(ids, focus) {
    setOpenChats(ids);
    if (focus !== undefined) this.#active = focus;
    this.follow();
    this.#open.get(focus)?.composer?.focus();
  }

  /** Makes the view what the address says. */
  follow() {
    const known = openChats().filter((id) => this.store.users.has(id));
    const wanted = this.#fitting(known);
    for (const [id, pane] of this.#open) if (!wanted.includes(id)) this.#drop(id, pane);
    const order = wanted.map((id) => this.#open.get(id) ?? this.#add(id));
    this.#open = new Map(wanted.map((id, i) => [id, order[i]]));
    order.forEach((pane, i) => this.element.children[i] !== pane.element && this.element.insertBefore(pane.element, this.element.children[i] ?? null));
    if (!wanted.includes(this.#active)) this.#active = wanted.at(-1);
    this.#placeholder(wanted.length === 0);
    this.element.dataset.count = String(wanted.length);
    document.body.classList.toggle("chatting", wanted.length > 0);
    this.#mark();
    this.#seen();
  }

  #fitting(ids) {
    if (ids.length <= this.room) return ids;
    const kept = ids.slice(-this.room);
    if (ids.includes(this.#active) && !kept.includes(this.#active)) kept[0] = this.#active;
    return kept;
  }

  #add(id) {
    if (!this.#conversations.has(id)) this.#conversations.set(id, new Conversation(this.store, id));
    return new Pane(this.#conversations.get(id), { close: () => this.close(id), activate: () => this.#activate(id) });
  }

  #drop(id, pane) {
    pane.leave();
    this.#open.delete(id);
  }

  #activate(id) {
    if (this.#active === id) return;
    this.#active = id;
    this.#mark();
  }

  #mark() {
    for (const [id, pane] of this.#open) pane.element.classList.toggle("active", id === this.#active);
    this.onChange();
  }

  #placeholder(shown) {
    this.element.querySelector(".nobody")?.remove();
    if (shown) this.element.append(h("div.nobody", {}, icon("split"), h("p", {}, t("pick_somebody")), h("p.small", {}, t("pick_hint"))));
  }

  #seen() {
    for (const pane of this.#open.values()) pane.seen();
  }

  #reload() {
    this.follow();
    for (const pane of this.#open.values()) pane.reload();
    this.#seen();
  }

  /** Builds all chats anew, after the language of the page changed. */
  rebuild() {
    for (const [id, pane] of this.#open) this.#drop(id, pane);
    this.follow();
  }
}
