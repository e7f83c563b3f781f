"""aiogram's conversation state, read with the person and written once at the end of an update."""

from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from enrolment.people import Draft


class DraftStorage(BaseStorage):
    """The storage of one update. It holds one person's draft; `changed` says whether it must be written."""

    def __init__(self, draft: Draft) -> None:
        self._step = draft.step
        self._answers: dict[str, Any] = dict(draft.answers)
        self.changed = False

    @property
    def draft(self) -> Draft:
        return Draft(step=self._step, answers=self._answers if self._step is not None else {})

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        self._step = state.state if isinstance(state, State) else state
        self.changed = True

    async def get_state(self, key: StorageKey) -> str | None:
        return self._step

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        self._answers = dict(data)
        self.changed = True

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return dict(self._answers)

    async def close(self) -> None:
        """Nothing is held open."""
