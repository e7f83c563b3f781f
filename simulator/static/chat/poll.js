// Polls and quizzes: vote, take it back, result bars, what was right and why.

import { h, icon } from "../dom.js";
import { t } from "../i18n.js";
import { formatted } from "./entities.js";

/** The poll as a form while this person can vote, as bars afterwards. `chosen` are the person's option numbers. */
export function pollView(poll, { chosen = [], vote, onCommand }) {
  const voted = chosen.length > 0;
  const box = h("div.poll", { dataset: { poll: poll.id, voted } },
    h("div.question", {}, formatted(poll.question, poll.question_entities, onCommand)),
    h("div.poll-kind", {}, kind(poll)));
  box.append(voted || poll.is_closed ? results(poll, chosen) : form(poll, vote));
  if (voted && poll.explanation) {
    box.append(h("div.explanation", { role: "note", "aria-label": t("explanation") },
      formatted(poll.explanation, poll.explanation_entities, onCommand)));
  }
  box.append(foot(poll, voted, vote));
  return box;
}

function kind(poll) {
  if (poll.is_closed) return t("poll_closed");
  if (poll.type === "quiz") return t("quiz");
  return t(poll.is_anonymous ? "anonymous_poll" : "poll");
}

const rightOnes = (poll) => poll.correct_option_ids ?? (poll.correct_option_id === undefined ? [] : [poll.correct_option_id]);

function form(poll, vote) {
  const several = poll.allows_multiple_answers;
  const send = async (numbers) => {
    list.inert = true;
    list.classList.add("waiting");
    try {
      await vote(numbers);
    } finally {
      list.inert = false;
      list.classList.remove("waiting");
    }
  };
  const picked = new Set();
  const submit = several && h("button.vote", { type: "button", disabled: true, onclick: () => send([...picked].sort((a, b) => a - b)) }, t("vote"));
  const pick = (number, button) => {
    if (!several) return send([number]);
    if (!picked.delete(number)) picked.add(number);
    button.setAttribute("aria-checked", String(picked.has(number)));
    submit.disabled = picked.size === 0;
  };
  const list = h("div.options", { role: "group", "aria-label": poll.question },
    poll.options.map((option, number) => {
      const button = h("button.option", { type: "button", ...(several && { role: "checkbox", "aria-checked": "false" }) },
        h("span.mark", {}, icon("check")), h("span.words", {}, formatted(option.text, option.text_entities)));
      button.addEventListener("click", () => pick(number, button));
      return button;
    }), submit);
  return list;
}

function results(poll, chosen) {
  const voters = Math.max(1, poll.total_voter_count ?? 0);
  const right = rightOnes(poll);
  return h("ul.results", {}, poll.options.map((option, number) => {
    const percent = Math.round((100 * (option.voter_count ?? 0)) / voters);
    const mine = chosen.includes(number);
    const state = right.includes(number) ? "right" : mine && right.length ? "wrong" : mine ? "mine" : "other";
    const verdict = state === "right" || state === "wrong" ? t(state) : "";
    return h("li.result", { dataset: { state }, "aria-label": [option.text, `${percent}%`, mine && t("you"), verdict].filter(Boolean).join(", ") },
      h("span.percent", {}, `${percent}%`),
      h("span.words", {}, formatted(option.text, option.text_entities)),
      (mine || state === "right") && h("span.verdict", {}, icon(state === "wrong" ? "close" : "check")),
      h("span.bar", {}, h("i", { style: { width: `${percent}%` } })));
  }));
}

function foot(poll, voted, vote) {
  const count = poll.total_voter_count ?? 0;
  const back = voted && !poll.is_closed && poll.type !== "quiz" && poll.allows_revoting !== false;
  return h("div.poll-foot", {}, count ? t("votes", { count }) : t("no_votes"),
    back && h("button.quiet", { type: "button", onclick: () => vote([]) }, t("retract")));
}
