// The list of people: who they are, what was said last, what waits unread; arrows walk it.

import { avatar, languageBadge } from "./avatar.js";
import { fill, h, icon, iconButton } from "./dom.js";
import { t } from "./i18n.js";
import { summary } from "./chat/media.js";
import { shortMoment } from "./time.js";

const SHOWN = 200;
const KINDS = ["user", "message", "edit", "delete", "blocked", "unread", "loaded", "clock", "chat_action"];

export class People {
  #timer;
  #rows = new Map();

  constructor(store, { open, openBeside, opened }) {
    Object.assign(this, { store, open, openBeside, opened });
    this.search = h("input.search", { type: "search", placeholder: t("search"), "aria-label": t("search"), oninput: () => this.render(),
      onkeydown: (event) => this.#fromSearch(event) });
    this.list = h("ul.people", { "aria-label": t("people"), onkeydown: (event) => this.#keys(event) });
    this.element = h("nav.people-box", { "aria-label": t("people") }, h("div.search-box", {}, icon("search"), this.search), this.list);
    this.ends = KINDS.map((kind) => store.on(kind, () => this.soon()));
    this.render();
  }

  /** Renders a little later, once for many changes. */
  soon() {
    this.#timer ??= setTimeout(() => this.render(), 40);
  }

  render() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const people = this.#found();
    const rows = people.slice(0, SHOWN).map((user) => this.#row(user));
    const note = people.length > SHOWN ? t("more_people", { count: people.length - SHOWN })
      : people.length === 0 && t(this.search.value ? "nobody_found" : "nobody_yet");
    const wanted = note ? [...rows, h("li.list-note", {}, note)] : rows;
    if (wanted.length === this.list.children.length && wanted.every((row, i) => row === this.list.children[i])) return;
    const focused = document.activeElement;
    const top = this.list.scrollTop;
    fill(this.list, wanted);
    this.list.scrollTop = top;
    if (this.list.contains(focused)) focused.focus({ preventScroll: true });
  }

  #found() {
    const wanted = this.search.value.trim().toLowerCase();
    const people = [...this.store.users.values()].filter((user) => !user.is_bot);
    const named = wanted ? people.filter((user) =>
      [user.first_name, user.last_name, user.username, user.profile].join(" ").toLowerCase().includes(wanted)) : people;
    const moment = (user) => this.store.chat(user.id).messages.at(-1)?.date ?? 0;
    return named.sort((a, b) => moment(b) - moment(a));
  }

  /** The person's row, made once and changed only when what it shows changes: a press must not lose its target. */
  #row(user) {
    const row = this.#rows.get(user.id) ?? this.#newRow(user.id);
    const last = this.store.chat(user.id).messages.at(-1);
    const shown = { user, last: last && summary(last).slice(0, 120), own: last && !last.from?.is_bot, open: this.opened().includes(user.id),
      when: last && shortMoment(last.date, this.store.now(), user.time_zone), unread: this.store.unread(user.id) };
    const signature = JSON.stringify(shown);
    if (row.dataset.signature === signature) return row;
    row.dataset.signature = signature;
    row.dataset.open = String(shown.open);
    const [button, beside] = row.children;
    beside.hidden = shown.open;
    button.setAttribute("aria-current", String(shown.open));
    fill(button, this.#contents(shown));
    return row;
  }

  #newRow(id) {
    const beside = iconButton("split", t("open_beside"), () => this.openBeside(id));
    beside.classList.add("beside");
    const row = h("li.person", { dataset: { user: id } }, h("button.person-button", { type: "button", onclick: () => this.open(id) }), beside);
    this.#rows.set(id, row);
    return row;
  }

  #contents({ user, last, own, when, unread }) {
    const name = [user.first_name, user.last_name].filter(Boolean).join(" ");
    const words = last === undefined ? h("em", {}, t(user.started ? "no_answer" : "never_started")) : [own && h("span.by", {}, `${t("you")}: `), last];
    return [avatar(user), h("span.person-words", {},
      h("span.person-top", {}, h("span.name", {}, name), languageBadge(user), when && h("time.when", {}, when)),
      user.profile && h("span.profile", {}, user.profile),
      h("span.person-last", {}, h("span.last", {}, words),
        user.blocked && h("span.blocked-mark", { title: t("blocked") }, icon("block"), h("span.off-screen", {}, t("blocked"))),
        unread > 0 && h("span.badge", { "aria-label": t("unread", { count: unread }) }, unread > 99 ? "99+" : unread)))];
  }

  /** Puts the focus on a person's row. */
  focus(id) {
    this.#rows.get(id)?.querySelector(".person-button").focus();
  }

  #buttons() {
    return [...this.list.querySelectorAll(".person-button")];
  }

  #keys(event) {
    const buttons = this.#buttons();
    const at = buttons.indexOf(event.target.closest("li")?.querySelector(".person-button"));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0) this.search.focus();
    else buttons[Math.min(to, buttons.length - 1)].focus();
  }

  #fromSearch(event) {
    if (event.key === "ArrowDown") this.#buttons()[0]?.focus();
    else if (event.key === "Enter") this.#buttons()[0]?.click();
    else if (event.key === "Escape" && this.search.value) {
      this.search.value = "";
      this.render();
    }
  }

  leave() {
    for (const end of this.ends) end();
    clearTimeout(this.#timer);
  }
}
