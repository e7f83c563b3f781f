// A picture at its full size over the page; Escape, a click or the button closes it.

import { h, iconButton } from "../dom.js";
import { t } from "../i18n.js";

export function openViewer(address, caption) {
  const dialog = h("dialog.viewer", { "aria-label": t("photo") },
    iconButton("close", t("close"), () => dialog.close()),
    h("figure", {}, h("img", { src: address, alt: caption }), caption !== t("photo") && h("figcaption", {}, caption)));
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
