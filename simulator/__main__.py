"""`python -m simulator`: the local Telegram alone."""

import argparse

from simulator.app import DEMO_TOKEN, serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m simulator", description="A local Telegram for one bot.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8081, help="port to listen on, 0 for a free one (%(default)s)")
    parser.add_argument("--token", default=DEMO_TOKEN, help="the bot's token (%(default)s)")
    parser.add_argument("--movable-clock", action="store_true", help="let the page and /_sim/clock move the time")
    given = parser.parse_args()
    serve(token=given.token, port=given.port, host=given.host, movable_clock=given.movable_clock)


if __name__ == "__main__":
    main()
