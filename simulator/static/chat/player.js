// A small player for voice notes and audio: play, the shape of the sound, seek, the time.

import { h, icon } from "../dom.js";
import { t } from "../i18n.js";
import { lengthOf } from "../time.js";

const BARS = 36;
let playing = null;

/** A player for the sound at `address`; `duration` in seconds is shown until the sound itself is known. */
export function player({ address, duration = 0, label }) {
  const sound = new Audio();
  let loading;
  sound.preload = "none";
  const button = h("button.play", { type: "button", "aria-label": t("play"), onclick: toggle }, icon("play"));
  const bars = Array.from({ length: BARS }, (_, i) => h("i", { style: { "--level": level(i) } }));
  const seek = h("input.seek", { type: "range", min: "0", max: "1000", value: "0", "aria-label": t("position"), oninput: jump });
  const time = h("span.length", {}, lengthOf(duration));
  const box = h("div.player", { role: "group", "aria-label": label }, button, h("div.wave", {}, bars, seek), time);

  const total = () => (Number.isFinite(sound.duration) && sound.duration > 0 ? sound.duration : duration);

  function show() {
    const part = total() ? Math.min(1, sound.currentTime / total()) : 0;
    const started = !sound.paused || sound.currentTime > 0;
    seek.value = String(Math.round(part * 1000));
    seek.setAttribute("aria-valuetext", lengthOf(sound.currentTime));
    bars.forEach((bar, i) => bar.classList.toggle("played", started && i / BARS < part));
    time.textContent = lengthOf(started ? sound.currentTime : total());
    button.replaceChildren(icon(sound.paused ? "play" : "pause"));
    button.setAttribute("aria-label", t(sound.paused ? "play" : "pause"));
    box.dataset.state = sound.paused ? "paused" : "playing";
  }

  /** Fetches the sound whole: only so can it be moved about in, and its shape be drawn. */
  async function load() {
    loading ??= fetch(address).then((answer) => answer.blob()).then((blob) => {
      sound.src = URL.createObjectURL(blob);
      shape(blob).then((levels) => levels.forEach((value, i) => bars[i].style.setProperty("--level", value)), () => {});
    });
    await loading;
  }

  async function toggle() {
    if (!sound.paused) return sound.pause();
    if (playing && playing !== sound) playing.pause();
    playing = sound;
    try {
      await load();
      await sound.play();
    } catch {
      loading = undefined;
      box.dataset.state = "broken";
      time.textContent = "–";
      button.title = t("cannot_play");
    }
  }

  async function jump() {
    const wanted = Number(seek.value);
    await load();
    sound.currentTime = (wanted / 1000) * total();
    show();
  }

  for (const name of ["play", "pause", "timeupdate", "durationchange", "ended"]) sound.addEventListener(name, show);
  sound.addEventListener("ended", () => {
    sound.currentTime = 0;
  });
  return box;
}

/** A calm, even shape until the sound has been read. */
const level = (i) => (0.35 + 0.3 * Math.abs(Math.sin(i * 1.7)) + 0.15 * Math.abs(Math.sin(i * 0.6))).toFixed(2);

/** The loudness of the sound in even steps, 0.1 to 1. */
async function shape(blob) {
  const sound = await new OfflineAudioContext(1, 1, 8000).decodeAudioData(await blob.arrayBuffer());
  const samples = sound.getChannelData(0);
  const step = Math.max(1, Math.floor(samples.length / BARS));
  const peaks = Array.from({ length: BARS }, (_, bar) => {
    let peak = 0;
    for (let i = bar * step; i < Math.min(samples.length, (bar + 1) * step); i += 8) peak = Math.max(peak, Math.abs(samples[i]));
    return peak;
  });
  const loudest = Math.max(...peaks, 0.01);
  return peaks.map((peak) => Math.max(0.1, peak / loudest).toFixed(2));
}
