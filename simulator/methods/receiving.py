"""How the bot gets its updates: getUpdates and the webhook; signing out."""

from simulator.errors import Json, bad_request, conflict
from simulator.params import Params
from simulator.state import Simulator
from simulator.updates import WEBHOOK_ACTIVE, WEBHOOK_SET
from simulator.webhook import checked_secret, checked_url

ALLOWED_WORDS = "can't parse allowed_updates JSON object"


def remember_types(sim: Simulator, params: Params) -> None:
    if params.has("allowed_updates"):
        sim.updates.allow(params.array("allowed_updates", ALLOWED_WORDS))


async def get_updates(sim: Simulator, params: Params) -> list[Json]:
    if sim.webhook.url:
        raise conflict(WEBHOOK_ACTIVE)
    remember_types(sim, params)
    limit = params.integer("limit", 100)
    return await sim.updates.poll(
        offset=params.integer("offset"),
        limit=min(max(limit, 1), 100),
        timeout=max(0, params.integer("timeout")),
    )


def drop_pending(sim: Simulator, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        sim.updates.forget()


def set_webhook(sim: Simulator, params: Params) -> bool:
    url = params.text("url").strip()
    if not url:
        return delete_webhook(sim, params)
    checked_url(url)
    secret = checked_secret(params.text("secret_token"))
    connections = params.integer("max_connections", 40)
    if not 1 <= connections <= 100_000:
        raise bad_request("invalid max_connections specified")
    remember_types(sim, params)
    drop_pending(sim, params)
    sim.updates.interrupt(conflict(WEBHOOK_SET))
    sim.webhook.begin(url, secret, connections)
    sim.webhook.certificate = "certificate" in params.uploads or params.has("certificate")
    return True


def delete_webhook(sim: Simulator, params: Params) -> bool:
    sim.webhook.end()
    drop_pending(sim, params)
    return True


def get_webhook_info(sim: Simulator, _: Params) -> Json:
    return sim.webhook.info()


def nothing_to_do(_: Simulator, __: Params) -> bool:
    """LogOut and close: true, for a local server keeps no session elsewhere."""
    return True


METHODS = {
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "logout": nothing_to_do,
    "close": nothing_to_do,
}
