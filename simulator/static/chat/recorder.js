// A voice note from the microphone; without one, from a sound file.

import { h, iconButton } from "../dom.js";
import { t } from "../i18n.js";
import { toast } from "../notices.js";
import { lengthOf } from "../time.js";
import { chooseFiles, sendFile } from "./attach.js";
import { oggFromWebm } from "./ogg.js";

const FORMATS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

/** The microphone button; while recording, a strip with the time covers the field. */
export function recordButton(chat) {
  const button = iconButton("mic", t("record"), () => begin(chat, button));
  button.classList.add("record");
  return button;
}

async function begin(chat, button) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    toast(chat.host, t("no_microphone"));
    return chooseFiles(chat, "audio/*");
  }
  return record(chat, button, stream);
}

function record(chat, button, stream) {
  const format = FORMATS.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, format ? { mimeType: format } : {});
  const parts = [];
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  let kept = false;
  const words = h("span", { role: "timer" }, t("recording", { time: lengthOf(0) }));
  const end = (keep) => {
    kept = keep;
    recorder.stop();
  };
  const stopped = (event) => {
    event.stopPropagation();
    if (event.key === "Escape") end(false);
  };
  const strip = h("div.recording", { onkeydown: stopped }, h("i.pulse", {}), words,
    h("button.quiet", { type: "button", onclick: () => end(false) }, t("throw_away")),
    h("button.primary", { type: "button", onclick: () => end(true) }, t("stop_and_send")));
  const clock = setInterval(() => {
    words.textContent = t("recording", { time: lengthOf(seconds()) });
  }, 500);
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.onstop = () => {
    clearInterval(clock);
    strip.remove();
    for (const track of stream.getTracks()) track.stop();
    if (!kept) return;
    send(chat, new Blob(parts, { type: recorder.mimeType.split(";")[0] }), Math.max(1, Math.round(seconds())));
  };
  button.closest(".composer-row").append(strip);
  strip.querySelector(".primary").focus();
  recorder.start();
}

async function send(chat, sound, duration) {
  const ogg = sound.type === "audio/webm" ? oggFromWebm(new Uint8Array(await sound.arrayBuffer())) : undefined;
  const type = ogg ? "audio/ogg" : sound.type;
  const file = new File([ogg ?? sound], `voice.${type.split("/")[1]}`, { type });
  await sendFile(chat, file, "voice", { duration });
}
