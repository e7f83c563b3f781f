// Moments as people read them, in a person's own zone.

import { locale, t } from "./i18n.js";

export const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const formats = new Map();

function format(options, zone) {
  const key = `${locale()}|${zone}|${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, build(options, zone));
  return formats.get(key);
}

function build(options, zone) {
  try {
    return new Intl.DateTimeFormat(locale(), { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat(locale(), options);
  }
}

/** "14:05" for Unix seconds. */
export const clockTime = (seconds, zone = HERE) =>
  format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, zone).format(seconds * 1000);

/** "2026-11-24" in the zone: equal for moments of one local day. */
export function dayKey(seconds, zone = HERE) {
  const parts = format({ year: "numeric", month: "2-digit", day: "2-digit" }, zone).formatToParts(seconds * 1000);
  const part = (type) => parts.find((item) => item.type === type).value;
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** "Today", "Yesterday" or "24 November", seen from `now` (Unix seconds). */
export function dayName(seconds, now, zone = HERE) {
  const day = dayKey(seconds, zone);
  if (day === dayKey(now, zone)) return t("today");
  if (day === dayKey(now - 86400, zone)) return t("yesterday");
  const year = day.slice(0, 4) === dayKey(now, zone).slice(0, 4) ? undefined : "numeric";
  return format({ day: "numeric", month: "long", year }, zone).format(seconds * 1000);
}

/** The time today, the weekday within a week, else the short date. */
export function shortMoment(seconds, now, zone = HERE) {
  if (dayKey(seconds, zone) === dayKey(now, zone)) return clockTime(seconds, zone);
  const near = Math.abs(now - seconds) < 6 * 86400;
  return format(near ? { weekday: "short" } : { day: "2-digit", month: "2-digit" }, zone).format(seconds * 1000);
}

/** "Tue 24 Nov, 09:15" in the zone. */
export const fullMoment = (seconds, zone = HERE) =>
  format({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, zone).format(
    seconds * 1000,
  );

/** "São Paulo" from "America/Sao_Paulo", as far as the identifier tells. */
export const zoneName = (zone) => zone.split("/").at(-1).replaceAll("_", " ");

/** "1:05" for a length in seconds. */
export function lengthOf(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** "15 KB" for a size in bytes. */
export function sizeOf(bytes) {
  const units = ["B", "KB", "MB", "GB"];
  let size = bytes ?? 0;
  let step = 0;
  for (; size >= 1024 && step < units.length - 1; step += 1) size /= 1024;
  return `${size.toLocaleString(locale(), { maximumFractionDigits: size < 10 && step ? 1 : 0 })} ${units[step]}`;
}
