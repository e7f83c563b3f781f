// A Mini App over the page: its frame, a head with a way out, and the main button it may ask for.

import { append, h, iconButton } from "../dom.js";
import { t } from "../i18n.js";
import { ask } from "../notices.js";
import { onTheme } from "../theme.js";
import { Bridge } from "./bridge.js";
import { themeColours } from "./colours.js";

/** Opens the app at the signed address; `sendData(text)` exists only for apps opened from the reply keyboard. */
export function openMiniApp({ conversation, address, queryId, title, sendData }) {
  const frame = h("iframe.app-frame", { src: withTheme(address), title: title || t("mini_app"), allow: "clipboard-write; fullscreen",
    sandbox: "allow-scripts allow-forms allow-same-origin allow-popups allow-downloads allow-modals" });
  const main = h("button.app-main", { type: "button", hidden: true });
  const back = iconButton("back", t("back"), () => bridge.send("back_button_pressed"), { hidden: true });
  const head = h("header.app-head", {}, back,
    h("div.app-title", {}, h("b", {}, conversation.store.bot.first_name), h("span.small", {}, `${title ? `${title} · ` : ""}${conversation.user.first_name}`)),
    iconButton("close", t("close"), () => leave()));
  const dialog = h("dialog.app", { "aria-label": title || t("mini_app") });
  append(dialog, [head, frame, main]);
  let confirmLeave = false;

  const bridge = new Bridge(frame, {
    ready: () => dialog.classList.add("ready"),
    expand: () => dialog.classList.add("expanded"),
    close: () => dialog.close(),
    data: (text) => {
      sendData?.(text);
      dialog.close();
    },
    mainButton: (look) => showMain(main, look),
    backButton: (visible) => {
      back.hidden = !visible;
    },
    confirmLeave: (needed) => {
      confirmLeave = needed;
    },
    openLink: (url) => conversation.openLink(url),
  });

  async function leave() {
    const buttons = [{ label: t("cancel"), value: undefined }, { label: t("close"), value: true, submit: true }];
    if (!confirmLeave || (await ask({ title: title || t("mini_app"), body: t("leave_app"), buttons }))) dialog.close();
  }

  main.addEventListener("click", () => bridge.send("main_button_pressed"));
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  const ends = [
    onTheme(() => bridge.send("theme_changed", { theme_params: themeColours() })),
    conversation.store.on("web_app_closed", (change) => change.query_id === queryId && queryId && dialog.close()),
  ];
  dialog.addEventListener("close", () => {
    for (const end of ends) end();
    bridge.leave();
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function withTheme(address) {
  const url = new URL(address, location.href);
  const words = new URLSearchParams(url.hash.slice(1));
  const extra = [];
  if (!words.has("tgWebAppVersion")) extra.push("tgWebAppVersion=8.0");
  if (!words.has("tgWebAppPlatform")) extra.push("tgWebAppPlatform=web");
  if (!words.has("tgWebAppThemeParams")) extra.push(`tgWebAppThemeParams=${encodeURIComponent(JSON.stringify(themeColours()))}`);
  return [address, ...extra].join(address.includes("#") ? "&" : "#");
}

function showMain(button, look) {
  button.hidden = !look.is_visible;
  button.textContent = look.text ?? "";
  button.disabled = look.is_active === false;
  button.setAttribute("aria-busy", String(Boolean(look.is_progress_visible)));
  if (/^#[0-9a-f]{6}$/i.test(look.color ?? "")) button.style.background = look.color;
  if (/^#[0-9a-f]{6}$/i.test(look.text_color ?? "")) button.style.color = look.text_color;
}
