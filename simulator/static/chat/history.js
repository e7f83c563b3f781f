// The messages of one chat, oldest first. Only the newest are built; older ones come as the reader scrolls up.

import { api } from "../api.js";
import { fill, h, iconButton } from "../dom.js";
import { t } from "../i18n.js";
import { attempt } from "../notices.js";
import { dayKey, dayName } from "../time.js";
import { bubble, isOwn, markTicks } from "./bubble.js";
import { attachTools } from "./tools.js";

const STEP = 60;
const KEPT = 180;
const NEAR = 90;
const TOGETHER_SECONDS = 300;

export class History {
  #from = 0;
  #stuck = true;
  #loading = false;
  #dividerAt;

  constructor(chat) {
    this.chat = chat;
    this.list = h("ol.messages", {});
    this.scroller = h("div.history", { tabindex: "0", role: "log", "aria-live": "polite", onscroll: () => this.#scrolled(), onkeydown: (event) => this.#keys(event) }, this.list);
    this.count = h("span.badge", {});
    this.down = iconButton("down", t("to_bottom"), () => this.toBottom(true), { hidden: true });
    this.down.classList.add("to-bottom");
    this.down.append(this.count);
    this.element = h("div.history-box", {}, this.scroller, this.down);
    this.list.addEventListener("click", (event) => this.#followQuote(event));
    attachTools(this.list, chat);
    this.watcher = new ResizeObserver(() => this.#stuck && this.toBottom());
    this.watcher.observe(this.list);
    this.watcher.observe(this.scroller);
    this.render();
  }

  get #messages() {
    return this.chat.data.messages;
  }

  /** Builds the newest messages anew. */
  render() {
    const messages = this.#messages;
    this.#dividerAt = this.chat.store.marks.first(this.chat.id, messages);
    const firstUnread = this.#dividerAt ? messages.findIndex((message) => message.message_id === this.#dividerAt) : Infinity;
    this.#from = Math.max(0, Math.min(messages.length - STEP, firstUnread - 8));
    this.scroller.setAttribute("aria-label", t("chat_with", { name: this.chat.user?.first_name, bot: this.chat.store.bot.first_name }));
    fill(this.list, this.#nodes(this.#from, messages.length));
    this.toBottom();
  }

  #nodes(start, end) {
    const nodes = [];
    for (let i = start; i < end; i += 1) nodes.push(...this.#node(i));
    return nodes;
  }

  #node(index) {
    const message = this.#messages[index];
    const before = this.#messages[index - 1];
    const newDay = !before || dayKey(before.date, this.chat.zone) !== dayKey(message.date, this.chat.zone);
    const grouped = !newDay && isOwn(before) === isOwn(message) && message.date - before.date < TOGETHER_SECONDS;
    const nodes = [];
    if (newDay) nodes.push(h("li.day", { dataset: { date: message.date } }, h("span", {}, this.#dayName(message.date))));
    if (message.message_id === this.#dividerAt && before) nodes.push(h("li.unread-line", {}, h("span", {}, t("new_messages"))));
    nodes.push(bubble(message, this.chat, { grouped }));
    return nodes;
  }

  #dayName(date) {
    return dayName(date, this.chat.store.now(), this.chat.zone);
  }

  /** Names the days anew: what was today is yesterday once the clock has moved. */
  nameDays() {
    for (const day of this.list.querySelectorAll(".day")) day.firstChild.textContent = this.#dayName(Number(day.dataset.date));
  }

  /** Adds the newest message at the end. */
  add(message) {
    if (isOwn(message)) this.list.querySelector(".unread-line")?.remove();
    const nodes = this.#node(this.#messages.length - 1);
    nodes.at(-1).classList.add("arrived");
    const follow = this.#stuck || isOwn(message);
    this.list.append(...nodes);
    if (follow) this.toBottom();
    if (follow) this.#forgetOldest();
    this.#showDown();
  }

  /** Lets go of what scrolled away long ago, so that a chat that runs for days stays light. */
  #forgetOldest() {
    while (this.#messages.length - this.#from > KEPT && this.list.firstElementChild) {
      const node = this.list.firstElementChild;
      if (node.dataset.id) this.#from += 1;
      node.remove();
    }
  }

  /** Shows a changed message in its place; the focus inside it stays where it was. */
  update(message) {
    const old = this.#find(message.message_id);
    if (!old) return;
    const buttons = [...old.querySelectorAll("button.key, button.option")];
    const focused = buttons.indexOf(document.activeElement);
    const fresh = bubble(message, this.chat, { grouped: old.classList.contains("grouped") });
    old.replaceWith(fresh);
    if (focused >= 0) (fresh.querySelectorAll("button.key, button.option")[focused] ?? fresh).focus({ preventScroll: true });
  }

  remove(messageId) {
    const node = this.#find(messageId);
    if (!node) this.#from = Math.max(0, this.#from - 1);
    const day = node?.previousElementSibling;
    const next = node?.nextElementSibling;
    node?.remove();
    if (day?.classList.contains("day") && (!next || next.classList.contains("day"))) day.remove();
  }

  markRead() {
    markTicks(this.list, this.chat.data.readUpTo);
  }

  /** Shows a poll's new numbers, unless this person is in the middle of choosing. */
  refreshPolls(pollId) {
    for (const message of this.#messages.slice(this.#from)) {
      const choosing = message.poll?.id === pollId && this.#find(message.message_id)?.querySelector('.option[aria-checked="true"]');
      if (message.poll?.id === pollId && !(choosing && this.chat.chosen(pollId).length === 0)) this.update(message);
    }
  }

  get atBottom() {
    return this.#stuck;
  }

  toBottom(smooth = false) {
    this.#stuck = true;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth && !calm ? "smooth" : "instant" });
    this.#showDown();
  }

  #find(messageId) {
    return this.list.querySelector(`li[data-id="${messageId}"]`);
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.#stuck = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.#stuck) this.onSeen?.();
    if (scrollTop < 200) this.#older();
    this.#showDown();
  }

  #showDown() {
    this.down.hidden = this.#stuck;
    const unread = this.chat.store.unread(this.chat.id);
    this.count.textContent = unread || "";
  }

  async #older() {
    if (this.#loading) return;
    if (this.#from === 0 && !this.chat.data.whole) await this.#fetchWhole();
    if (this.#from === 0) return;
    const before = this.#from;
    this.#from = Math.max(0, before - STEP);
    const height = this.scroller.scrollHeight - this.scroller.scrollTop;
    if (this.list.firstElementChild?.classList.contains("day")) this.list.firstElementChild.remove();
    this.list.prepend(...this.#nodes(this.#from, before), ...this.#dayBefore(before));
    this.scroller.scrollTop = this.scroller.scrollHeight - height;
  }

  #dayBefore(index) {
    return this.#node(index).slice(0, -1).filter((node) => node.classList.contains("day"));
  }

  async #fetchWhole() {
    this.#loading = true;
    const oldest = this.#messages[0]?.message_id;
    const whole = await attempt(this.chat.host, () => api.wholeChat(this.chat.id));
    this.#loading = false;
    if (!whole) return;
    this.chat.store.loadWhole(this.chat.id, whole.messages);
    this.#from = Math.max(0, this.#messages.findIndex((message) => message.message_id === oldest));
  }

  async #followQuote(event) {
    const quoted = event.target.closest?.(".quote");
    if (quoted) this.showMessage(Number(quoted.dataset.to));
  }

  /** Scrolls to a message and lets it glow for a moment. */
  async showMessage(messageId) {
    for (let tries = 0; !this.#find(messageId) && tries < 200; tries += 1) {
      if (this.#from === 0 && this.chat.data.whole) return;
      await this.#older();
    }
    const node = this.#find(messageId);
    node?.scrollIntoView({ block: "center" });
    node?.classList.add("glow");
    setTimeout(() => node?.classList.remove("glow"), 1600);
  }

  #keys(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.target.matches("input")) return;
    const items = [...this.list.querySelectorAll("li.message")];
    const at = items.indexOf(document.activeElement.closest?.("li.message"));
    const next = at < 0 ? items.at(-1) : items[at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  leave() {
    this.watcher.disconnect();
  }
}
