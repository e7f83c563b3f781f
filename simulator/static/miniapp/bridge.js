// What a Mini App and its frame say to each other: JSON {eventType, eventData} by postMessage, as in Telegram's own web client.

import { ask } from "../notices.js";
import { safeAddress } from "../dom.js";
import { t } from "../i18n.js";
import { themeColours } from "./colours.js";

export class Bridge {
  /** `host` has ready, expand, close, data(text), mainButton(look), backButton(visible), confirmLeave(needed), openLink(url). */
  constructor(frame, host) {
    this.frame = frame;
    this.host = host;
    this.main = {};
    this.listener = (event) => event.source === frame.contentWindow && this.#heard(event.data);
    window.addEventListener("message", this.listener);
    this.watcher = new ResizeObserver(() => this.#viewport());
    this.watcher.observe(frame);
  }

  /** Tells the app something. Its origin is unknown to us and nothing told is secret. */
  send(eventType, eventData = {}) {
    this.frame.contentWindow?.postMessage(JSON.stringify({ eventType, eventData }), "*");
  }

  leave() {
    window.removeEventListener("message", this.listener);
    this.watcher.disconnect();
  }

  #heard(raw) {
    let message;
    try {
      message = typeof raw === "string" ? JSON.parse(raw) : raw;
    } catch {
      return;
    }
    HEARD[message?.eventType]?.call(this, message.eventData ?? {});
  }

  #viewport() {
    this.send("viewport_changed", { height: this.frame.clientHeight, width: this.frame.clientWidth, is_state_stable: true, is_expanded: true });
  }

  viewport() {
    this.#viewport();
  }
}

const HEARD = {
  iframe_ready() {
    this.send("theme_changed", { theme_params: themeColours() });
    this.viewport();
  },
  web_app_ready() {
    this.host.ready();
  },
  web_app_expand() {
    this.host.expand();
    this.viewport();
  },
  web_app_close() {
    this.host.close();
  },
  web_app_request_theme() {
    this.send("theme_changed", { theme_params: themeColours() });
  },
  web_app_request_viewport() {
    this.viewport();
  },
  web_app_data_send({ data }) {
    this.host.data(String(data ?? ""));
  },
  web_app_setup_main_button(look) {
    this.main = { ...this.main, ...look };
    this.host.mainButton(this.main);
  },
  web_app_setup_back_button({ is_visible: visible }) {
    this.host.backButton(Boolean(visible));
  },
  web_app_setup_closing_behavior({ need_confirmation: needed }) {
    this.host.confirmLeave(Boolean(needed));
  },
  web_app_open_link({ url }) {
    const address = safeAddress(String(url));
    if (address) window.open(address, "_blank", "noopener");
  },
  web_app_open_tg_link({ path_full: path }) {
    this.host.close();
    this.host.openLink(`https://t.me${path}`);
  },
  async web_app_open_popup({ title = "", message = "", buttons = [] }) {
    const offered = buttons.length ? buttons : [{ type: "ok", id: "" }];
    const words = { ok: t("ok"), close: t("close"), cancel: t("cancel") };
    const chosen = await ask({ title, body: message, buttons: offered.map((item, i) => ({ label: item.text || words[item.type] || t("ok"),
      value: { id: item.id ?? "" }, submit: i === offered.length - 1 })) });
    this.send("popup_closed", chosen ? { button_id: chosen.id } : {});
  },
};
