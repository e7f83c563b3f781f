// Sending a picture, a file or a sound: choose, look at it, add a caption, send.

import { h } from "../dom.js";
import { t } from "../i18n.js";
import { ask } from "../notices.js";
import { sizeOf } from "../time.js";

/** Opens the browser's file chooser and offers what was picked. */
export function chooseFiles(chat, accept = "") {
  const input = h("input", { type: "file", accept, multiple: true });
  input.addEventListener("change", async () => {
    for (const file of input.files) await offerFile(chat, file);
  });
  input.click();
}

/** Shows a file before it is sent, with a caption and the ways to send it. */
export async function offerFile(chat, file) {
  const caption = h("input.line", { type: "text", maxlength: "1024", "aria-label": t("caption"), placeholder: t("caption") });
  const address = URL.createObjectURL(file);
  const picture = file.type.startsWith("image/") && !file.type.includes("svg");
  const preview = picture
    ? h("img.preview", { src: address, alt: file.name })
    : h("p.preview-name", {}, `${file.name} · ${sizeOf(file.size)}`);
  const ways = [{ label: t("cancel"), value: undefined }, { label: t("as_file"), value: "document", submit: true }];
  if (picture) ways.splice(1, 1, { label: t("as_file"), value: "document" }, { label: t("as_photo"), value: "photo", submit: true });
  if (file.type.startsWith("audio/")) {
    ways.splice(1, 1, { label: t("as_file"), value: "audio" }, { label: t("as_voice"), value: "voice", submit: true });
  }
  const kind = await ask({ title: t("attach"), body: [preview, caption], buttons: ways, className: "attach" });
  URL.revokeObjectURL(address);
  if (kind) await sendFile(chat, file, kind, { caption: caption.value.trim() || undefined });
}

/** Sends a file or blob as that kind of media. */
export async function sendFile(chat, file, kind, fields = {}) {
  const size = kind === "photo" ? await pictureSize(file) : {};
  const length = ["voice", "audio"].includes(kind) && fields.duration === undefined ? await soundLength(file) : {};
  return chat.sendMedia({ kind, base64: await base64Of(file), filename: file.name, mime_type: file.type || undefined, ...size, ...length, ...fields });
}

async function pictureSize(file) {
  try {
    const picture = await createImageBitmap(file);
    return { width: picture.width, height: picture.height };
  } catch {
    return {};
  }
}

async function soundLength(file) {
  try {
    const sound = await new OfflineAudioContext(1, 1, 8000).decodeAudioData(await file.arrayBuffer());
    return { duration: Math.max(1, Math.round(sound.duration)) };
  } catch {
    return {};
  }
}

function base64Of(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
