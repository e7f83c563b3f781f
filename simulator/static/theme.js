// Light or dark: as the system says, until somebody chooses.

import { iconButton } from "./dom.js";
import { t } from "./i18n.js";

const KEY = "simulator.theme";
const system = matchMedia("(prefers-color-scheme: dark)");

export const isDark = () => (localStorage.getItem(KEY) ?? (system.matches ? "dark" : "light")) === "dark";

const listeners = new Set();

/** Calls the listener at each change; the Mini App frames follow the theme too. Returns a function that ends it. */
export function onTheme(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function applyTheme() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  for (const listener of listeners) listener();
}

system.addEventListener("change", applyTheme);

export function themeButton() {
  const button = iconButton(isDark() ? "sun" : "moon", t("theme"), () => {
    localStorage.setItem(KEY, isDark() ? "light" : "dark");
    applyTheme();
    button.replaceWith(themeButton());
  });
  button.classList.add("theme-toggle");
  return button;
}
