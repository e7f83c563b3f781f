// The control interface of the local Telegram, as functions.

export class Refused extends Error {}

async function call(method, path, body) {
  const answer = await fetch(`/_sim/${path}`, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(data.error ?? `${answer.status} ${answer.statusText}`);
  return data;
}

const act = (user, action, body = {}) => call("POST", `users/${user}/${action}`, body);

export const fileAddress = (fileId) => `/_sim/files/${encodeURIComponent(fileId)}`;

export const api = {
  state: () => call("GET", "state"),
  addUser: (fields) => call("POST", "users", fields),
  wholeChat: (user) => call("GET", `users/${user}/chat?after=0`),
  start: (user, payload) => act(user, "start", payload ? { payload } : {}),
  say: (user, text, replyTo) => act(user, "messages", { text, ...(replyTo && { reply_to_message_id: replyTo }) }),
  edit: (user, messageId, text) => act(user, "edits", { message_id: messageId, text }),
  media: (user, fields) => act(user, "media", fields),
  contact: (user) => act(user, "contact"),
  location: (user, point) => act(user, "location", point),
  press: (user, messageId, data) => act(user, "callbacks", { message_id: messageId, data }),
  vote: (user, pollId, numbers) => act(user, "poll_answers", { poll_id: pollId, option_ids: numbers }),
  webApp: (user, fields) => act(user, "web_app", fields),
  webAppData: (user, buttonText, data) => act(user, "web_app_data", { button_text: buttonText, data }),
  inline: (user, query) => act(user, "inline", { query, wait_seconds: 5 }),
  chosenResult: (user, inlineQueryId, resultId) => act(user, "chosen_result", { inline_query_id: inlineQueryId, result_id: resultId }),
  block: (user) => act(user, "block"),
  unblock: (user) => act(user, "unblock"),
  moveClock: (step, timeZone) => call("POST", "clock", { step, time_zone: timeZone }),
};
