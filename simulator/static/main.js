// Puts the page together: the list on the left, the chats on the right, the line to the server.

import { avatar } from "./avatar.js";
import { clockCard } from "./clock.js";
import { fill, h, iconButton } from "./dom.js";
import { follow } from "./feed.js";
import { LANGUAGES, language, setLanguage, t } from "./i18n.js";
import { People } from "./people.js";
import { Panes } from "./panes.js";
import { addPersonDialog } from "./person_dialogs.js";
import { Store } from "./store.js";
import { applyTheme, themeButton } from "./theme.js";
import { HERE } from "./time.js";

const store = new Store();
const side = h("aside.side", {});
const connection = h("div.connection", { role: "status", hidden: true });
let people;
const panes = new Panes(store, { onChange: () => people?.render(), onClosed: (id) => people.focus(id) });

function botHead() {
  const name = h("h1", {}, store.bot.first_name);
  const head = h("div.bot-words", {}, name, h("span.small", {}, store.bot.username && `@${store.bot.username} · `, t("local_telegram")));
  return [avatar({ id: store.bot.id ?? 0, first_name: store.bot.first_name || "?" }), head];
}

function languageChoice() {
  return h("select.language-choice", { "aria-label": t("language"), onchange: (event) => {
    setLanguage(event.target.value);
    build();
    panes.rebuild();
  } }, Object.entries(LANGUAGES).map(([tag, name]) => h("option", { value: tag, selected: tag === language() }, name)));
}

async function addPerson() {
  const id = await addPersonDialog();
  if (id === undefined) return;
  for (let tries = 0; !store.users.has(id) && tries < 40; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  panes.open(id);
}

function build() {
  people?.leave();
  people = new People(store, { open: (id) => panes.open(id), openBeside: (id) => panes.openBeside(id), opened: () => panes.ids });
  const add = iconButton("plus", t("add_person"), addPerson);
  add.classList.add("add-person");
  fill(side, h("header.side-head", {}, botHead(), add), clockCard(store, () => panes.active?.time_zone ?? HERE), people.element,
    h("footer.side-foot", {}, languageChoice(), themeButton()));
  connection.textContent = t("reconnecting");
}

function title() {
  let unread = 0;
  for (const id of store.users.keys()) unread += store.unread(id);
  document.title = `${unread ? `(${unread}) ` : ""}${store.bot.first_name} · ${t("local_telegram")}`;
}

let titleTimer;
const titleSoon = () => {
  titleTimer ??= setTimeout(() => {
    titleTimer = undefined;
    title();
  }, 60);
};

setLanguage(language());
applyTheme();
build();
document.body.append(h("div.app", {}, side, panes.element), connection);
for (const kind of ["message", "delete", "unread", "user"]) store.on(kind, titleSoon);
for (const kind of ["loaded", "bot"]) {
  store.on(kind, () => {
    fill(side.querySelector(".side-head"), botHead(), [...side.querySelector(".side-head").children].slice(-1));
    titleSoon();
  });
}
follow(store, (connected) => {
  connection.hidden = connected;
  document.body.dataset.connected = String(connected);
});
