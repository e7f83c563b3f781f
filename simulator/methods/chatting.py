"""Facts about chats and people."""

from simulator.errors import Json, bad_request
from simulator.params import Params
from simulator.state import Simulator

GIFTS = dict.fromkeys(("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), False) | {
    "gifts_from_channels": False
}


def get_chat(sim: Simulator, params: Params) -> Json:
    chat = sim.chat(params)
    found: Json = {**chat.card, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": GIFTS}
    if username := chat.card.get("username"):
        found["active_usernames"] = [username]
    if chat.pinned is not None and (pinned := chat.alive(chat.pinned)) is not None:
        found["pinned_message"] = pinned
    return found


def get_chat_member(sim: Simulator, params: Params) -> Json:
    chat = sim.chat(params)
    number = params.integer("user_id")
    if number == sim.profile.id:
        return {"status": "member", "user": sim.user}
    person = sim.people.get(number)
    if person is None:
        raise bad_request("user not found")
    status = "member" if number in chat.member_ids else "left"
    return {"status": status, "user": person.user()}


def get_chat_member_count(sim: Simulator, params: Params) -> int:
    return len(sim.chat(params).member_ids) + 1


def get_user_profile_photos(sim: Simulator, params: Params) -> Json:
    if params.integer("user_id") not in sim.people:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


METHODS = {
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatmembercount": get_chat_member_count,
    "getuserprofilephotos": get_user_profile_photos,
}
