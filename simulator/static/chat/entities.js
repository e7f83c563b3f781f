// Text with its entities, as nodes. Offsets are UTF-16 code units, which is how JavaScript counts too.

import { h, safeAddress } from "../dom.js";
import { t } from "../i18n.js";

const SIMPLE = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const PLAIN_LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'»”]|(?<![\w/<])\/[a-z][a-z0-9_]{0,31}\b(?!\/)/gi;

/** The nodes of a formatted text; `onCommand(text)` is called when a /command in it is pressed. */
export function formatted(text, entities = [], onCommand = () => {}) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return section(text, 0, text.length, ordered, { onCommand, linked: false });
}

function section(text, start, end, entities, context) {
  const nodes = [];
  let position = start;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    index += 1;
    const from = Math.max(entity.offset, position);
    const to = Math.min(entity.offset + entity.length, end);
    if (from >= to) continue;
    nodes.push(...plain(text.slice(position, from), context));
    const inner = [];
    while (index < entities.length && entities[index].offset < to) inner.push(entities[index++]);
    nodes.push(wrapped(entity, text.slice(from, to), (within) => section(text, from, to, inner, within), context));
    position = to;
  }
  nodes.push(...plain(text.slice(position, end), context));
  return nodes;
}

function wrapped(entity, text, inside, context) {
  const children = () => inside(context);
  const linked = () => inside({ ...context, linked: true });
  switch (entity.type) {
    case "pre":
      return h("pre", { dataset: entity.language ? { language: entity.language } : {} }, h("code", {}, linked()));
    case "spoiler":
      return spoiler(children());
    case "blockquote":
      return h("blockquote", {}, children());
    case "expandable_blockquote":
      return expandable(children());
    case "bot_command":
      return command(text, context.onCommand);
    case "text_link":
      return link(entity.url, linked());
    case "url":
      return link(text, linked());
    case "email":
      return link(`mailto:${text}`, linked());
    case "phone_number":
      return link(`tel:${text.replace(/[^+\d]/g, "")}`, linked());
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return h("span.mention", {}, linked());
    default: {
      const tag = SIMPLE[entity.type];
      return h(tag ?? "span", {}, tag === "code" ? linked() : children());
    }
  }
}

/** Telegram marks addresses and commands in plain text by itself; so does this page where the server did not. */
function plain(text, context) {
  if (!text) return [];
  if (context.linked) return [text];
  const nodes = [];
  let position = 0;
  for (const found of text.matchAll(PLAIN_LINK)) {
    nodes.push(text.slice(position, found.index));
    nodes.push(found[0].startsWith("/") ? command(found[0], context.onCommand) : link(found[0], [found[0]]));
    position = found.index + found[0].length;
  }
  nodes.push(text.slice(position));
  return nodes;
}

function link(address, children) {
  const href = safeAddress(address);
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, children) : h("span", {}, children);
}

function command(text, onCommand) {
  return h("button.command", { type: "button", onclick: () => onCommand(text) }, text);
}

function spoiler(children) {
  const cover = h("span.spoiler", { role: "button", tabindex: "0", "aria-label": t("spoiler") }, h("span", {}, children));
  const show = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    cover.replaceWith(...cover.firstChild.childNodes);
  };
  cover.addEventListener("click", show);
  cover.addEventListener("keydown", show);
  return cover;
}

function expandable(children) {
  const quote = h("blockquote.folded", {}, children);
  const more = h("button.unfold", { type: "button" }, t("show_all"));
  more.addEventListener("click", () => {
    quote.classList.remove("folded");
    more.remove();
  });
  quote.append(more);
  return quote;
}
