// Adding a person, and opening the bot by a link as a poster or a friend would give it.

import { api } from "./api.js";
import { h } from "./dom.js";
import { language, t } from "./i18n.js";
import { ask, attempt } from "./notices.js";
import { startPayload } from "./chat/conversation.js";

const TELEGRAM_LANGUAGES = { pt: "Português", en: "English", es: "Español", fr: "Français", it: "Italiano", de: "Deutsch", ru: "Русский", zh: "中文" };

const field = (label, input) => h("label.line-label", {}, h("span", {}, label), input);

/** Asks for a name and a language; resolves with the new person's id, undefined when given up. */
export async function addPersonDialog() {
  const first = h("input.line", { type: "text", required: true, maxlength: "64", autocomplete: "off", autofocus: true });
  const last = h("input.line", { type: "text", maxlength: "64", autocomplete: "off" });
  const tongue = h("select.line", {}, Object.entries(TELEGRAM_LANGUAGES).map(([code, name]) =>
    h("option", { value: code, selected: code === language() }, name)));
  const create = async () => {
    if (!first.value.trim()) return first.focus() ?? false;
    const lastName = last.value.trim();
    const added = await attempt(document.body, () =>
      api.addUser({ first_name: first.value.trim(), language_code: tongue.value, ...(lastName && { last_name: lastName }) }));
    return added ? added.user.id : false;
  };
  return ask({ title: t("add_person"), body: [field(t("first_name"), first), field(t("last_name"), last), field(t("their_language"), tongue)],
    buttons: [{ label: t("cancel"), value: undefined }, { label: t("add"), value: create, submit: true }] });
}

/** Asks for a link or a start code and opens the bot with it, as this person. */
export async function openLinkDialog(chat) {
  const link = h("input.line", { type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false", autofocus: true });
  const wrong = h("p.wrong", { role: "alert" });
  const example = `https://t.me/${chat.store.bot.username}?start=poster-12`;
  const check = () => {
    const payload = startPayload(link.value, chat.store.bot.username);
    if (payload !== undefined) return { payload };
    wrong.textContent = t("link_wrong");
    return false;
  };
  const given = await ask({ title: t("open_link"), body: [field(t("link_label"), link), h("p.small", {}, t("link_hint", { example })), wrong],
    buttons: [{ label: t("cancel"), value: undefined }, { label: t("open"), value: check, submit: true }] });
  if (given) await chat.start(given.payload || undefined);
}
