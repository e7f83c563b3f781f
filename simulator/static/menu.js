// A small menu at a button: arrows move, Escape or a press elsewhere closes.

import { h, icon } from "./dom.js";

let closeOpen = null;

/** Opens the menu under the anchor; items are {label, icon?, act} (null: left out). */
export function openMenu(anchor, items, label) {
  const entries = items.filter(Boolean).map((item) =>
    h("button.menu-item", { type: "button", role: "menuitem", onclick: () => {
      close();
      item.act();
    } }, item.icon && icon(item.icon), h("span", {}, item.label)));
  const menu = h("div.menu", { role: "menu", "aria-label": label, onkeydown: keys }, entries);

  function keys(event) {
    const at = entries.indexOf(document.activeElement);
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) {
      event.preventDefault();
      entries[(at + move + entries.length) % entries.length].focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.stopPropagation();
      close();
      anchor.focus();
    }
  }

  function outside(event) {
    if (!menu.contains(event.target) && !anchor.contains(event.target)) close();
  }

  function close() {
    closeOpen = null;
    document.removeEventListener("pointerdown", outside, true);
    anchor.setAttribute("aria-expanded", "false");
    menu.remove();
  }

  const again = anchor.getAttribute("aria-expanded") === "true";
  closeOpen?.();
  if (again) return;
  const place = anchor.getBoundingClientRect();
  document.body.append(menu);
  menu.style.top = `${Math.min(place.bottom + 6, innerHeight - menu.offsetHeight - 8)}px`;
  menu.style.left = `${Math.max(8, Math.min(place.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
  anchor.setAttribute("aria-expanded", "true");
  closeOpen = close;
  document.addEventListener("pointerdown", outside, true);
  entries[0]?.focus();
}
