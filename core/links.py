"""Links that people give: checked by their looks, and never fetched."""

import ipaddress
import re
from enum import StrEnum
from urllib.parse import quote, urlsplit, urlunsplit

from core.errors import Refusal
from core.text import clean_line

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_LAST_LABEL = re.compile(r"[a-z]{2,24}|xn--[a-z0-9-]{2,59}")
_FORBIDDEN = re.compile(r"[\s<>\"'\\^`{|}]")
# Names that mean something only inside one machine or one house (RFC 2606, RFC 6761, RFC 6762, RFC 8375).
_PRIVATE = frozenset({"localhost", "local", "internal", "lan", "home", "corp", "test", "invalid", "arpa", "onion"})
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"


class LinkProblem(StrEnum):
    MALFORMED = "malformed"
    NOT_HTTPS = "not_https"
    CREDENTIALS = "credentials"
    NOT_PUBLIC = "not_public"


class BadLink(Refusal):
    """A link that may not be passed on to other people."""

    def __init__(self, problem: LinkProblem) -> None:
        super().__init__(problem)
        self.problem = problem


def clean_link(raw: str, *, limit: int = 500) -> str:
    """Return an https link to a public host name, in ASCII. ``example.org/x`` is taken as ``https://example.org/x``.

    Raises BadText (EMPTY, TOO_LONG) and BadLink: not https, a user name or password in it, an address instead of a
    name, or a name of an inner network.
    """
    link = clean_line(raw, limit=limit)
    if _FORBIDDEN.search(link):
        raise BadLink(LinkProblem.MALFORMED)
    scheme, separator, _rest = link.partition("://")
    if not separator:
        link = f"https://{link}"
    elif scheme.lower() != "https":
        raise BadLink(LinkProblem.NOT_HTTPS)
    try:
        parts = urlsplit(link)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadLink(LinkProblem.MALFORMED) from error
    if "@" in parts.netloc:
        raise BadLink(LinkProblem.CREDENTIALS)
    netloc = _public_name(host) + (f":{port}" if port is not None and port != 443 else "")
    return urlunsplit(("https", netloc, *(quote(part, safe=_SAFE) for part in parts[2:])))


def _public_name(host: str) -> str:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        raise BadLink(LinkProblem.NOT_PUBLIC)
    try:
        name = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise BadLink(LinkProblem.MALFORMED) from error
    labels = name.split(".")
    if labels[-1] in _PRIVATE or (labels[-1].isdigit() and len(labels) == 4):
        raise BadLink(LinkProblem.NOT_PUBLIC)
    if len(labels) < 2 or not _LAST_LABEL.fullmatch(labels[-1]) or not all(map(_LABEL.fullmatch, labels)):
        raise BadLink(LinkProblem.MALFORMED)
    return name
