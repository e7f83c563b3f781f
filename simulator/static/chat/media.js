// What a message can carry besides words: pictures, files, sounds, places, contacts.

import { fileAddress } from "../api.js";
import { h, icon } from "../dom.js";
import { t } from "../i18n.js";
import { lengthOf, sizeOf } from "../time.js";
import { openViewer } from "./viewer.js";
import { player } from "./player.js";

/** The nodes for the message's media, none for plain text. */
export function media(message, chat) {
  const kind = KINDS.find((name) => message[name]);
  return kind ? [SHOW[kind](message[kind], message, chat)] : [];
}

/** One line that names what a message is, for lists, quotes and notifications. */
export function summary(message) {
  if (!message) return "";
  if (message.text) return message.text;
  const kind = KINDS.find((name) => message[name]);
  const named = { photo: "photo", document: "document", voice: "voice", audio: "audio", video: "video", animation: "video",
    video_note: "video_note", sticker: "sticker", contact: "contact", location: "location", venue: "location" }[kind];
  if (message.poll) return `${t(message.poll.type === "quiz" ? "quiz" : "poll")}: ${message.poll.question}`;
  if (message.web_app_data) return t("sent_data", { button: message.web_app_data.button_text });
  if (message.pinned_message) return t("pinned", { text: summary(message.pinned_message) });
  if (!named) return t("unknown_message");
  return message.caption ? `${t(named)}: ${message.caption}` : kind === "document" ? message.document.file_name ?? t(named) : t(named);
}

const KINDS = ["photo", "animation", "video", "document", "voice", "audio", "video_note", "sticker", "venue", "location", "contact"];

const SHOW = {
  photo: (sizes, message) => photo(sizes.at(-1), message),
  animation: (item) => film(item, { loop: true, muted: true }),
  video: (item) => film(item),
  video_note: (item) => film(item, { class: "round" }),
  document: (item) => file(item),
  voice: (item) => player({ address: fileAddress(item.file_id), duration: item.duration, label: t("voice") }),
  audio: (item) => h("div.audio", {}, h("div.title", {}, audioTitle(item)),
    player({ address: fileAddress(item.file_id), duration: item.duration, label: audioTitle(item) })),
  sticker: (item) => h("img.sticker", { src: fileAddress(item.file_id), alt: item.emoji ?? t("sticker") }),
  venue: (item) => place(item.location, item.title, item.address),
  location: (item) => place(item, t("location")),
  contact: (item) => card("person", [item.first_name, item.last_name].filter(Boolean).join(" "), item.phone_number),
};

const audioTitle = (item) => [item.performer, item.title].filter(Boolean).join(" – ") || item.file_name || t("audio");

function photo(size, message) {
  const address = fileAddress(size.file_id);
  const alt = message.caption ?? t("photo");
  const hidden = message.has_media_spoiler;
  const picture = h("img", { src: address, alt, decoding: "async", loading: "lazy", width: size.width, height: size.height });
  const button = h("button.photo", { type: "button", "aria-label": t("enlarge"),
    style: { "--ratio": size.width && size.height ? size.width / size.height : 1.5 } }, picture);
  if (hidden) button.classList.add("hidden-media");
  button.addEventListener("click", () => {
    if (button.classList.contains("hidden-media")) button.classList.remove("hidden-media");
    else openViewer(address, alt);
  });
  return button;
}

function film(item, extra = {}) {
  const { class: shape, ...properties } = extra;
  const node = h("video.film", { src: fileAddress(item.file_id), controls: true, preload: "metadata", playsinline: true, ...properties });
  if (shape) node.classList.add(shape);
  node.setAttribute("aria-label", `${t("video")} ${lengthOf(item.duration)}`);
  return node;
}

function file(item) {
  const name = item.file_name ?? t("document");
  const ending = name.includes(".") ? name.split(".").at(-1).slice(0, 4) : "";
  return h("a.file", { href: fileAddress(item.file_id), download: name, "aria-label": t("download", { name }) },
    h("span.file-mark", {}, ending ? h("b", {}, ending) : icon("file")),
    h("span.file-words", {}, h("span.file-name", {}, name), h("span.file-size", {}, sizeOf(item.file_size))));
}

function place(point, title, address) {
  const numbers = `${point.latitude.toFixed(5)}, ${point.longitude.toFixed(5)}`;
  return card("place", title, [address, numbers].filter(Boolean).join(" · "));
}

const card = (mark, title, detail) =>
  h("div.card", {}, h("span.card-mark", {}, icon(mark)), h("span.file-words", {}, h("span.file-name", {}, title), h("span.file-size", {}, detail)));
