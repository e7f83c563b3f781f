"""Who studies what, as a plain table: the port that booking asks."""

from dataclasses import dataclass

from core.languages import Language, Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    language: Language = Language.ENGLISH
    level: Level = Level.A2


class EverybodyStudies:
    """Tracks in which everybody has the same ones."""

    def __init__(self, *tracks: Track) -> None:
        self.tracks = tracks or (Track(),)

    async def tracks_of(self, person):
        return self.tracks
