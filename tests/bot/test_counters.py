"""What a process counts of its own work, as Prometheus reads it."""

import aiohttp

from bot.processes import Part
from core.languages import Language
from tests.bot.sending import Post
from tests.bot.service import served
from tests.bot.test_processes import until_state


async def test_updates_and_deliveries_are_counted_by_outcome_and_name_nobody(post: Post, database_url: str) -> None:
    ana, bia = await post.people(2, Language.ENGLISH)
    await post.control.block(bia.telegram_id)
    await post.plan([ana, bia], "one")
    async with served(post, database_url, *Part) as app:
        await post.control.say(ana.telegram_id, "/start")
        await post.control.wait_for_message(ana.telegram_id)
        await until_state(post, "sent", 1)
        await until_state(post, "blocked", 1)
        url = f"http://127.0.0.1:{app.settings.port}/metrics"
        async with aiohttp.ClientSession() as http, http.get(url, raise_for_status=True) as response:
            page = await response.text()
    lines = dict(line.rsplit(" ", 1) for line in page.splitlines() if not line.startswith("#"))
    assert float(lines['falando_updates_total{kind="message",outcome="handled"}']) >= 1
    assert "failed" not in page
    assert float(lines["falando_deliveries_due"]) == 0
    assert str(ana.telegram_id) not in page
