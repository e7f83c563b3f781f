// What happens at the server, live. After a break the whole state is loaded again: the server may be another one by then.

import { api } from "./api.js";

const NAMES = ["user", "message", "edit", "delete", "callback", "callback_answer", "chat_action", "poll", "keyboard", "menu_button",
  "commands", "pin", "reaction", "web_app_closed", "bot", "blocked", "clock"];
const LONGEST_WAIT = 4000;

/** Keeps the store true to the server; `onConnection(true | false)` tells when the line breaks and comes back. */
export function follow(store, onConnection) {
  let source = null;
  let wait = 250;

  async function connect() {
    try {
      store.load(await api.state());
    } catch {
      return later();
    }
    source = new EventSource(`/_sim/events?after=${store.lastEventId}`);
    source.onopen = () => {
      wait = 250;
      onConnection(true);
    };
    source.onerror = broken;
    for (const name of NAMES) source.addEventListener(name, (event) => store.apply(name, JSON.parse(event.data)));
    source.addEventListener("reset", reload);
  }

  function broken() {
    source?.close();
    source = null;
    later();
  }

  function later() {
    onConnection(false);
    setTimeout(connect, wait);
    wait = Math.min(LONGEST_WAIT, wait * 1.6);
  }

  function reload() {
    source?.close();
    connect();
  }

  store.on("stale", reload);
  window.addEventListener("pagehide", () => source?.close());
  window.addEventListener("pageshow", (event) => event.persisted && reload());
  connect();
}
