"""Granting and taking roles, for domains that know nothing else of people."""

from collections.abc import Collection
from dataclasses import replace

from core.ids import PersonId
from core.roles import Role
from storage.people import People


class Roles:
    """volunteers.RoleBook over the people of the transaction."""

    def __init__(self, people: People) -> None:
        self._people = people

    async def grant(self, person: PersonId, role: Role) -> None:
        found = await self._people.locked(person)
        await self._people.save(replace(found, roles=found.roles | {role}))

    async def revoke(self, person: PersonId, role: Role) -> None:
        found = await self._people.locked(person)
        await self._people.save(replace(found, roles=found.roles - {role}))

    async def holders(self, *roles: Role) -> Collection[PersonId]:
        return [person.id for person in await self._people.with_role(*roles)]
