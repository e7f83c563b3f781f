// Short words over a chat, and alerts that want an OK.

import { h } from "./dom.js";
import { t } from "./i18n.js";

const SHOWN_MS = 4000;

/** Shows a line in the host for some seconds. */
export function toast(host, text, tone = "plain") {
  let tray = host.querySelector(":scope > .toasts");
  if (!tray) {
    tray = h("div.toasts", { role: "status" });
    host.append(tray);
  }
  const line = h("div.toast", { dataset: { tone } }, text);
  tray.append(line);
  while (tray.children.length > 3) tray.firstChild.remove();
  setTimeout(() => line.remove(), SHOWN_MS);
}

/** Runs what a press started; a refusal becomes a toast in the host instead of a silent failure. */
export async function attempt(host, work) {
  try {
    return await work();
  } catch (error) {
    toast(host, t("failed", { reason: error.message }), "bad");
    return undefined;
  }
}

/** A dialog of our own making; resolves with the pressed button's value, undefined when closed. */
export function ask({ title, body, buttons, className = "" }) {
  return new Promise((resolve) => {
    let chosen;
    const dialog = h("dialog.box", { "aria-label": title || undefined },
      h("form.box-form", { method: "dialog", onsubmit: (event) => {
        event.preventDefault();
        const button = buttons.find((item) => item.submit) ?? buttons[0];
        choose(button);
      } },
      title && h("h2", {}, title), body,
      h("div.box-buttons", {}, buttons.map((item) =>
        h(`button${item.submit ? ".primary" : ".quiet"}`, { type: item.submit ? "submit" : "button",
          onclick: item.submit ? undefined : () => choose(item) }, item.label)))));
    if (className) dialog.classList.add(className);

    async function choose(item) {
      const value = item.value instanceof Function ? await item.value() : item.value;
      if (value === false) return;
      chosen = value;
      dialog.close();
    }

    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(chosen);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A modal message with one button. */
export const alertBox = (title, text) =>
  ask({ title, body: h("p.alert-text", {}, text), buttons: [{ label: t("ok"), value: true, submit: true }], className: "alert" });
