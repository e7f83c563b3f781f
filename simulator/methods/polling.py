"""sendPoll and stopPoll: polls and quizzes of the bot."""

from typing import Any

from simulator.entities import formatted, units
from simulator.errors import Json, bad_request
from simulator.keyboards import parse
from simulator.methods.editing import inline_markup
from simulator.params import Params
from simulator.polls import Poll
from simulator.posting import by_bot, changed
from simulator.state import Simulator

QUESTION_LIMIT = 300
OPTION_LIMIT = 100
MOST_OPTIONS = 12
EXPLANATION_LIMIT = 200
LONGEST_PERIOD = 2_628_000


def question_facts(params: Params) -> Json:
    question, entities = formatted(params, "question", prefix="question_")
    if not question:
        raise bad_request("text must be non-empty")
    if units(question) > QUESTION_LIMIT:
        raise bad_request(f"poll question length must not exceed {QUESTION_LIMIT}")
    custom = [entity for entity in entities if entity["type"] == "custom_emoji"]
    return {"question": question, **({"question_entities": custom} if custom else {})}


def option_facts(given: list[Any]) -> list[Json]:
    if not given:
        raise bad_request("poll must have at least one answer option")
    if len(given) > MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {MOST_OPTIONS} options")
    options = []
    for index, item in enumerate(given):
        described = Params({"text": item} if isinstance(item, str) else item if isinstance(item, dict) else {})
        if "text" not in described.values:
            raise bad_request("can't parse InputPollOption: Can't find field \"text\"")
        text, _ = formatted(described, "text", prefix="text_")
        if not text:
            raise bad_request("text must be non-empty")
        if units(text) > OPTION_LIMIT:
            raise bad_request(f"poll options length must not exceed {OPTION_LIMIT}")
        options.append({"persistent_id": str(index), "text": text})
    return options


def quiz_facts(params: Params, count: int) -> Json:
    correct = params.array("correct_option_ids")
    if not correct and params.has("correct_option_id"):
        correct = [params.integer("correct_option_id")]
    if not correct:
        raise bad_request("correct quiz option list must be non-empty")
    if any(not isinstance(index, int) or not 0 <= index < count for index in correct):
        raise bad_request("wrong correct option ID specified")
    facts: Json = {"correct_option_ids": correct}
    explanation, entities = formatted(params, "explanation", prefix="explanation_")
    if units(explanation) > EXPLANATION_LIMIT or explanation.count("\n") > 2:
        raise bad_request("explanation is too long")
    if explanation:
        facts["explanation"] = explanation
    if entities:
        facts["explanation_entities"] = entities
    return facts


def facts_of(params: Params, count: int) -> Json:
    kind = params.text("type") or "regular"
    if kind not in ("regular", "quiz"):
        raise bad_request("unsupported poll type specified")
    facts = {
        **question_facts(params),
        "is_anonymous": params.flag("is_anonymous", default=True),
        "type": kind,
        "allows_multiple_answers": params.flag("allows_multiple_answers"),
        "allows_revoting": params.flag("allows_revoting", default=kind == "regular"),
        "members_only": False,
    }
    return facts | quiz_facts(params, count) if kind == "quiz" else facts


def closing(sim: Simulator, params: Params) -> Json:
    period, date = params.integer("open_period"), params.integer("close_date")
    if period:
        if not 5 <= period <= LONGEST_PERIOD:
            raise bad_request("open period is invalid")
        return {"open_period": period, "close_date": sim.clock.timestamp() + period}
    if date:
        if not 5 <= date - sim.clock.timestamp() <= LONGEST_PERIOD:
            raise bad_request("close date is invalid")
        return {"close_date": date}
    return {}


def send_poll(sim: Simulator, params: Params) -> Json:
    chat = sim.writable(params)
    options = option_facts(params.array("options", "expected an Array of InputPollOption"))
    facts = facts_of(params, len(options)) | closing(sim, params)
    markup = parse(params, private=chat.private)
    number = str(5_000_000_000_000_000_000 + sim.last_message_id + 1)
    poll = Poll(id=number, facts=facts, options=options, chat_id=chat.id, closed=params.flag("is_closed"))
    message = by_bot(sim, chat, {"poll": poll.view()}, params, markup)
    poll.message_id = message["message_id"]
    sim.polls[number] = poll
    if "close_date" in facts and not poll.closed:
        poll.close_at = facts["close_date"]
        poll.close_in(poll.close_at - sim.clock.timestamp(), lambda due: close_due(sim, due))
    return message


def show(sim: Simulator, poll: Poll) -> Json:
    """The poll's new state into its message, to the page and to the bot."""
    view = poll.view()
    chat = sim.chats[poll.chat_id]
    message = chat.alive(poll.message_id)
    if message is not None:
        chat.keep({**message, "poll": view})
    sim.events.emit("poll", {"poll": view, "votes": poll.votes_view()})
    return view


def close_due(sim: Simulator, poll: Poll) -> None:
    """Closes a poll whose time has come, by the simulator's clock; otherwise waits on."""
    left = poll.close_at - sim.clock.timestamp()
    if poll.closed or sim.polls.get(poll.id) is not poll:
        return
    if left > 0:
        poll.close_in(left, lambda due: close_due(sim, due))
        return
    poll.closed = True
    poll.stop_timer()
    sim.updates.put("poll", show(sim, poll), lane=poll.chat_id)


def stop_poll(sim: Simulator, params: Params) -> Json:
    chat = sim.writable(params)
    message = chat.alive(params.integer("message_id"))
    if message is None or "poll" not in message:
        raise bad_request("message with poll to stop not found")
    if message["from"]["id"] != sim.profile.id:
        raise bad_request("poll can't be stopped")
    poll = sim.polls[message["poll"]["id"]]
    if poll.closed:
        raise bad_request("poll has already been closed")
    markup = inline_markup(params, private=chat.private)
    poll.closed = True
    poll.stop_timer()
    view = show(sim, poll)
    kept = {name: value for name, value in message.items() if name != "reply_markup"} | {"poll": view}
    changed(sim, chat, kept if markup is None else kept | {"reply_markup": markup})
    sim.updates.put("poll", view, lane=chat.id)
    return view


METHODS = {"sendpoll": send_poll, "stoppoll": stop_poll}
