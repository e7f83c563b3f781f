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
    const focused = document.activeElement?.closest?.("li.person")?.dataset.user;
    const beside = document.activeElement?.classList.contains("beside");
    const people = this.#found();
    this.#rows = new Map(people.slice(0, SHOWN).map((user) => [user.id, this.#row(user)]));
    const top = this.list.scrollTop;
    fill(this.list, [...this.#rows.values()],
      people.length > SHOWN && h("li.list-note", {}, t("more_people", { count: people.length - SHOWN })),
      people.length === 0 && h("li.list-note", {}, t(this.search.value ? "nobody_found" : "nobody_yet")));
    this.list.scrollTop = top;
    if (focused) this.#rows.get(Number(focused))?.querySelector(beside ? ".beside" : ".person-button").focus({ preventScroll: true });
  }

  #found() {
    const wanted = this.search.value.trim().toLowerCase();
    const people = [...this.store.users.values()].filter((user) => !user.is_bot);
    const named = wanted ? people.filter((user) =>
      [user.first_name, user.last_name, user.username, user.profile].join(" ").toLowerCase().includes(wanted)) : people;
    const moment = (user) => this.store.chat(user.id).messages.at(-1)?.date ?? 0;
    return named.sort((a, b) => moment(b) - moment(a));
  }

  #row(user) {
    const last = this.store.chat(user.id).messages.at(-1);
    const unread = this.store.unread(user.id);
    const open = this.opened().includes(user.id);
    const name = [user.first_name, user.last_name].filter(Boolean).join(" ");
    const button = h("button.person-button", { type: "button", "aria-current": open ? "true" : undefined, onclick: () => this.open(user.id) },
      avatar(user),
      h("span.person-words", {},
        h("span.person-top", {}, h("span.name", {}, name), languageBadge(user),
          last && h("time.when", {}, shortMoment(last.date, this.store.now(), user.time_zone))),
        user.profile && h("span.profile", {}, user.profile),
        h("span.person-last", {}, h("span.last", {}, this.#lastWords(user, last)),
          user.blocked && h("span.blocked-mark", { title: t("blocked") }, icon("block"), h("span.off-screen", {}, t("blocked"))),
          unread > 0 && h("span.badge", { "aria-label": t("unread", { count: unread }) }, unread > 99 ? "99+" : unread))));
    const row = h("li.person", { dataset: { user: user.id, open } }, button);
    if (!open) row.append(iconButton("split", t("open_beside"), () => this.openBeside(user.id)));
    row.querySelector(":scope > .icon-button")?.classList.add("beside");
    return row;
  }

  #lastWords(user, last) {
    if (!last) return h("em", {}, t(user.started ? "no_answer" : "never_started"));
    return [!last.from?.is_bot && h("span.by", {}, `${t("you")}: `), summary(last).slice(0, 120)];
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
