"""The people one can play: their telephones at the local Telegram."""

from dataclasses import dataclass

from simulator.client import Control


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Telegram ids."""

    newcomer: int
    learner: int
    volunteer: int
    coordinator: int


async def introduce(control: Control) -> Cast:
    """Make the four people; the newcomer has not pressed Start yet."""
    newcomer = await control.add_user(
        "Beatriz", language_code="pt", profile="Nova servidora · ainda sem inscrição", time_zone="America/Sao_Paulo"
    )
    learner = await control.add_user(
        "Ana", language_code="pt", profile="Aprendiz · posto de saúde", time_zone="America/Sao_Paulo"
    )
    volunteer = await control.add_user(
        "Liam", language_code="en", profile="Volunteer · Dublin", time_zone="Europe/Dublin"
    )
    coordinator = await control.add_user(
        "Célia", language_code="pt", profile="Coordenação", time_zone="America/Sao_Paulo"
    )
    for person in (learner, volunteer, coordinator):
        await control.start(person)
    return Cast(newcomer=newcomer, learner=learner, volunteer=volunteer, coordinator=coordinator)
