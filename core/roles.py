"""What a person may be here, and which screens are open to whom."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """Granted, recorded in the audit log, and never implied: a person may hold several."""

    LEARNER = "learner"
    VOLUNTEER = "volunteer"
    VIEWER = "viewer"
    COORDINATOR = "coordinator"
    ADMIN = "admin"


class Audience(StrEnum):
    """Whom a screen is for. Every router names exactly one."""

    ANYONE = "anyone"
    """Also people who have not consented yet."""
    MEMBER = "member"
    """People who have consented to the notice in force."""
    LEARNER = "learner"
    VOLUNTEER = "volunteer"
    PRACTISING = "practising"
    """Learners and volunteers."""
    STAFF = "staff"
    """Viewers, coordinators and administrators: may read."""
    COORDINATOR = "coordinator"
    """Coordinators and administrators: may decide."""
    HOST = "host"
    """Volunteers, coordinators and administrators: may open practice sessions."""
    ADMIN = "admin"


_STAFF = frozenset({Role.VIEWER, Role.COORDINATOR, Role.ADMIN})
_DECIDING = frozenset({Role.COORDINATOR, Role.ADMIN})

_ADMITTED: dict[Audience, frozenset[Role]] = {
    Audience.LEARNER: frozenset({Role.LEARNER}),
    Audience.VOLUNTEER: frozenset({Role.VOLUNTEER}),
    Audience.PRACTISING: frozenset({Role.LEARNER, Role.VOLUNTEER}),
    Audience.STAFF: _STAFF,
    Audience.COORDINATOR: _DECIDING,
    Audience.HOST: _DECIDING | {Role.VOLUNTEER},
    Audience.ADMIN: frozenset({Role.ADMIN}),
}


def may_enter(audience: Audience, roles: Iterable[Role], *, consented: bool) -> bool:
    """Return whether somebody with `roles` may see a screen for `audience`."""
    if audience is Audience.ANYONE:
        return True
    if not consented:
        return False
    return audience is Audience.MEMBER or not _ADMITTED[audience].isdisjoint(roles)
