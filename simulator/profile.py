"""What the bot says of itself: names and descriptions by language, commands by scope, the menu button."""

from dataclasses import dataclass, field
from typing import Any

from simulator.errors import Json, bad_request

Scope = tuple[str, int, int]
DEFAULT_SCOPE: Scope = ("default", 0, 0)
SCOPES = frozenset(
    [
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
)


@dataclass(slots=True, kw_only=True)
class Profile:
    """Texts by language; "" is for everybody else."""

    id: int
    username: str
    names: dict[str, str]
    descriptions: dict[str, str] = field(default_factory=lambda: {"": ""})
    short_descriptions: dict[str, str] = field(default_factory=lambda: {"": ""})
    commands: dict[tuple[Scope, str], list[Json]] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})

    def user(self) -> Json:
        """The bot as the sender of a message."""
        return {"id": self.id, "is_bot": True, "first_name": self.names[""], "username": self.username}

    def me(self) -> Json:
        """The bot as getMe tells it."""
        return {
            **self.user(),
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
            "supports_guest_queries": False,
            "supports_join_request_queries": False,
        }

    def view(self) -> Json:
        return {
            **self.user(),
            "names": dict(self.names),
            "descriptions": dict(self.descriptions),
            "short_descriptions": dict(self.short_descriptions),
        }

    def commands_for(self, chat_id: int, user_id: int, language: str) -> list[Json]:
        """What one person sees in one chat, narrowest scope first.

        Order: https://core.telegram.org/bots/api#determining-list-of-commands
        """
        if chat_id > 0:
            scopes: list[Scope] = [("chat", chat_id, 0), ("all_private_chats", 0, 0), DEFAULT_SCOPE]
        else:
            scopes = [("chat_member", chat_id, user_id), ("chat", chat_id, 0), ("all_group_chats", 0, 0), DEFAULT_SCOPE]
        for scope in scopes:
            for code in (language, "") if language else ("",):
                if found := self.commands.get((scope, code)):
                    return found
        return []

    def all_commands(self) -> list[Json]:
        return [
            {"scope": scope_view(scope), "language_code": language, "commands": commands}
            for (scope, language), commands in self.commands.items()
        ]


def scope_view(scope: Scope) -> Json:
    kind, chat_id, user_id = scope
    found: Json = {"type": kind}
    if chat_id:
        found["chat_id"] = chat_id
    if user_id:
        found["user_id"] = user_id
    return found


def parse_scope(given: Any) -> Scope:
    """A BotCommandScope; raises 400 for an unknown one."""
    if given is None:
        return DEFAULT_SCOPE
    if not isinstance(given, dict) or given.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    kind = str(given["type"])
    if not kind.startswith("chat"):
        return kind, 0, 0
    try:
        return kind, int(given["chat_id"]), int(given["user_id"]) if kind == "chat_member" else 0
    except (KeyError, TypeError, ValueError):
        raise bad_request("can't parse BotCommandScope: Invalid chat or user specified") from None


def by_language(texts: dict[str, str], language: str) -> str:
    """The text for a language, or the one for everybody."""
    return texts.get(language) or texts[""]
