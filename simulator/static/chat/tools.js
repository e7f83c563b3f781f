// Reply, copy and edit for the message under the pointer or the focus: one small bar that moves about.

import { h, iconButton } from "../dom.js";
import { t } from "../i18n.js";
import { toast } from "../notices.js";
import { isOwn } from "./bubble.js";
import { copyText } from "./inline_keyboard.js";

export function attachTools(list, chat) {
  let current;
  const message = () => chat.data.byId.get(Number(current.dataset.id));
  const reply = iconButton("reply", t("reply"), () => chat.setAim({ kind: "reply", message: message() }), { tabindex: "-1" });
  const copy = iconButton("copy", t("copy"), async () => {
    await copyText(message().text ?? message().caption ?? "");
    toast(chat.host, t("copied"));
  }, { tabindex: "-1" });
  const edit = iconButton("pencil", t("edit"), () => chat.setAim({ kind: "edit", message: message() }), { tabindex: "-1" });
  const bar = h("div.tools", {}, reply, copy, edit);

  function show(event) {
    const item = event.target.closest?.("li.message");
    if (!item || (item === current && bar.parentElement)) return;
    current = item;
    if (!message()) return;
    copy.hidden = !(message().text || message().caption);
    edit.hidden = !(isOwn(message()) && message().text);
    item.querySelector(".bubble").append(bar);
  }

  list.addEventListener("pointerover", show);
  list.addEventListener("pointerleave", () => !bar.contains(document.activeElement) && bar.remove());
  list.addEventListener("focusin", show);
  list.addEventListener("dblclick", (event) => {
    if (!event.target.closest("li.message") || event.target.closest("button, a, input")) return;
    getSelection()?.removeAllRanges();
    chat.setAim({ kind: "reply", message: message() });
  });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("li.message")) return;
    current = event.target;
    chat.setAim({ kind: "reply", message: message() });
  });
}
