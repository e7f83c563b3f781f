// A person's or the bot's mark: initials on a colour that stays theirs, and the language of their Telegram.

import { h } from "./dom.js";

const HUES = [12, 38, 92, 160, 188, 215, 262, 322];

const initialsOf = (user) =>
  [user.first_name, user.last_name].filter(Boolean).map((name) => [...name.trim()][0] ?? "").join("").toUpperCase() || "?";

export const avatar = (user) =>
  h("span.avatar", { "aria-hidden": "true", style: { "--hue": HUES[Math.abs(user.id) % HUES.length] } }, initialsOf(user));

export const languageBadge = (user) => user.language_code && h("span.language", { title: user.language_code }, user.language_code.toUpperCase());
