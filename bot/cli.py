"""The command line. Nothing heavy is imported before a command runs, so that --help answers at once."""

from typing import Annotated

import typer

app = typer.Typer(
    name="falando",
    help="Falando com o Mundo: language practice for a city, on Telegram.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    app()


@app.command()
def demo(
    host: Annotated[str, typer.Option(envvar="HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", help="Port of the page.")] = 8080,
) -> None:
    """Play the whole programme in a browser: no token, no server, no network."""
    from bot.demo import play

    play(host, port)


@app.command()
def run() -> None:
    """Run everything in one process: bot, due work and clock."""
    from bot.processes import run_all

    run_all()


@app.command()
def web() -> None:
    """Take updates from Telegram (webhook or polling); due work is left to `worker` and `clock`."""
    from bot.processes import run_web

    run_web()


@app.command()
def worker() -> None:
    """Send what is due. Any number may run beside PostgreSQL."""
    from bot.processes import run_worker

    run_worker()


@app.command()
def clock() -> None:
    """Plan what is due. One at a time plans; another waits to take over."""
    from bot.processes import run_clock

    run_clock()


@app.command()
def migrate(
    revision: Annotated[str, typer.Argument(help="Where to go; `head` is the newest.")] = "head",
) -> None:
    """Bring the database to this version's tables."""
    from bot.upkeep import migrate_database

    migrate_database(revision)


@app.command()
def invite(
    role: Annotated[str, typer.Option(help="admin, coordinator or viewer.")],
) -> None:
    """Print a link that gives a role to the first person who opens it, once, within 48 hours."""
    from bot.upkeep import print_invite

    print_invite(role)


@app.command("rotate-key")
def rotate_key() -> None:
    """Make a new encryption key and seal everything anew with it."""
    from bot.upkeep import rotate_keys

    rotate_keys()


@app.command()
def doctor() -> None:
    """Check settings, database, token and catalogues, and say what to do."""
    from bot.doctor import examine

    raise typer.Exit(code=examine())


@app.command()
def simulator(
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8081,
    token: Annotated[str, typer.Option(help="The bot's token; any well-formed one does.")] = "",
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Run the local Telegram alone."""
    from simulator.app import DEMO_TOKEN, serve

    serve(host=host, port=port, token=token or DEMO_TOKEN)
