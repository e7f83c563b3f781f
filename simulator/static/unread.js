// What each person has seen, kept by the browser: Telegram's bots never learn it, so the server does not either.

const KEY = "simulator.read";

export class ReadMarks {
  #marks = load();

  /** The number of the bot's messages the person has not seen. Without a mark, those after the person's own last word. */
  unread(id, messages) {
    const mark = this.#mark(id, messages);
    let count = 0;
    for (let i = messages.length - 1; i >= 0 && messages[i].message_id > mark; i -= 1) count += messages[i].from?.is_bot ? 1 : 0;
    return count;
  }

  /** The id of the first message the person has not seen, undefined when all is read. */
  first(id, messages) {
    const mark = this.#mark(id, messages);
    return messages.find((message) => message.message_id > mark && message.from?.is_bot)?.message_id;
  }

  #mark(id, messages) {
    const mark = this.#marks[id];
    const newest = messages.at(-1)?.message_id ?? 0;
    if (mark !== undefined && mark <= newest) return mark;
    return messages.findLast((message) => !message.from?.is_bot)?.message_id ?? 0;
  }

  /** Moves the mark; tells whether that changed anything. */
  read(id, messageId) {
    if (this.#marks[id] === messageId) return false;
    this.#marks[id] = messageId;
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#marks));
    } catch {
      // A full or forbidden storage only means the marks end with this tab.
    }
    return true;
  }
}

function load() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}
