"""An opportunity in the reader's language, when a translator is configured."""

from functools import partial
from gettext import NullTranslations
from typing import Any

from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery

from core.ports import TranslationUnavailable, Translator
from core.roles import Audience
from enrolment.people import Person
from handlers.guards import Door
from handlers.markup import fill, italic, lines
from handlers.menu import home_button
from handlers.opportunity_screens import TranslateTap
from handlers.screens import Fetched, Reply, Screen, keyboard, only_toast, send
from opportunities.postings import OpportunityId, OpportunityStore, Posting

router = Door("opportunities.translation", Audience.MEMBER)

_TOLD_LIMIT = 3500


@router.callback_query(TranslateTap.filter())
async def translated(
    tap: CallbackQuery,
    callback_data: TranslateTap,
    opportunities: OpportunityStore,
    person: Person,
    tr: NullTranslations,
    translator: Translator | None = None,
) -> Reply:
    opportunity = await opportunities.get(OpportunityId(callback_data.opportunity))
    if translator is None:
        return only_toast(tap, tr.gettext("Translation is not available at the moment."))
    # The answer may take seconds, so it is fetched after this transaction and comes as a message of its own.
    call = Fetched(partial(_translation, opportunity.posting, translator, person, tr))
    return [*only_toast(tap, tr.gettext("Translating…")), call]


async def _translation(
    posting: Posting, translator: Translator, person: Person, tr: NullTranslations
) -> TelegramMethod[Any]:
    text = f"{posting.title}\n\n{posting.text}"
    try:
        told = await translator.translate(text, source=None, target=person.language)
    except TranslationUnavailable:
        words = tr.gettext("The translation could not be fetched just now. Please try again in a minute.")
        return send(person.telegram_id, Screen(text=words, keyboard=keyboard([home_button(tr)])))
    note = italic(tr.gettext("Translated by a machine: please check what matters in the original."))
    words = lines(fill("{text}", text=told[:_TOLD_LIMIT]), "", note)
    return send(person.telegram_id, Screen(text=words, keyboard=keyboard([home_button(tr)])))
