// The bot's clock: what time it is there for the person, and buttons that move it on.

import { api } from "./api.js";
import { fill, h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { attempt } from "./notices.js";
import { openMenu } from "./menu.js";
import { HERE, fullMoment, zoneName } from "./time.js";

const STEPS = ["next_hour", "tomorrow_morning", "next_week"];
const TICK_MS = 5000;

const move = (step, zone) => attempt(document.body, () => api.moveClock(step, zone));

function ticking(node, store, show) {
  const refresh = () => {
    if (node.isConnected || !node.dataset.seen) show();
    if (node.isConnected) node.dataset.seen = "yes";
    else if (node.dataset.seen) stop();
  };
  const timer = setInterval(refresh, TICK_MS);
  const ends = ["clock", "loaded"].map((kind) => store.on(kind, refresh));
  const stop = () => {
    clearInterval(timer);
    for (const end of ends) end();
  };
  refresh();
}

/** The clock with its three buttons, for the list of people; the buttons use the zone of the person in view. */
export function clockCard(store, zone) {
  const moment = h("b.moment", {});
  const place = h("span.zone", {});
  const card = h("section.clock-card", { "aria-label": t("clock") },
    h("div.clock-face", {}, icon("clock"), h("div", {}, moment, place)),
    h("div.clock-steps", {}, STEPS.map((step) => h("button", { type: "button", dataset: { step }, onclick: () => move(step, zone()) }, t(step)))));
  ticking(card, store, () => {
    card.hidden = !store.clock.enabled;
    moment.textContent = fullMoment(store.now(), zone());
    place.textContent = zoneName(zone());
  });
  return card;
}

/** The same, small, for the head of a chat: the person's own time, the steps in a menu. */
export function clockChip(store, chat) {
  const zone = () => chat.zone ?? HERE;
  const moment = h("span", {});
  const chip = h("button.clock-chip", { type: "button", "aria-haspopup": "menu", "aria-expanded": "false",
    onclick: () => openMenu(chip, STEPS.map((step) => ({ label: t(step), icon: "clock", act: () => move(step, zone()) })), t("clock")) });
  fill(chip, icon("clock"), moment);
  ticking(chip, store, () => {
    chip.hidden = !store.clock.enabled;
    moment.textContent = fullMoment(store.now(), zone());
    chip.title = `${t("clock")} · ${zoneName(zone())}`;
  });
  return chip;
}
