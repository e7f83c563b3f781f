// The button beside the field: the list of commands, or the bot's Mini App.

import { h, icon, iconButton } from "../dom.js";
import { t } from "../i18n.js";

/** The button, or nothing when the bot has neither commands nor an app for this person. */
export function menuButton(chat, onCommands) {
  const button = chat.data.menu_button;
  if (button?.type === "web_app") {
    return h("button.app-button", { type: "button", onclick: () => chat.openApp({}, button.text) }, icon("app"), h("span", {}, button.text));
  }
  return chat.data.commands.length > 0 && iconButton("slash", t("commands"), onCommands);
}
