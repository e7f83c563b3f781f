import pytest

from core.errors import BadText
from core.links import BadLink, LinkProblem, clean_link


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.org", "https://example.org"),
        ("  https://Example.ORG/Call?id=7#how ", "https://example.org/Call?id=7#how"),
        ("example.org/edital", "https://example.org/edital"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://prefeitura.exemplo.com.br/inscrição", "https://prefeitura.exemplo.com.br/inscri%C3%A7%C3%A3o"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
    ],
)
def test_a_public_https_link_is_kept(typed, kept):
    assert clean_link(typed) == kept
    assert clean_link(kept) == kept


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("http://example.org", LinkProblem.NOT_HTTPS),
        ("javascript://example.org/%0aalert(1)", LinkProblem.NOT_HTTPS),
        ("ftp://example.org", LinkProblem.NOT_HTTPS),
        ("https://ana:secret@example.org", LinkProblem.CREDENTIALS),
        ("https://example.org@evil.example", LinkProblem.CREDENTIALS),
        ("https://127.0.0.1/", LinkProblem.NOT_PUBLIC),
        ("https://10.0.0.8:8443", LinkProblem.NOT_PUBLIC),
        ("https://[::1]/", LinkProblem.NOT_PUBLIC),
        ("https://0127.0.0.1/", LinkProblem.NOT_PUBLIC),
        ("https://localhost/", LinkProblem.NOT_PUBLIC),
        ("https://db.localhost/", LinkProblem.NOT_PUBLIC),
        ("https://printer.local/", LinkProblem.NOT_PUBLIC),
        ("https://2130706433/", LinkProblem.MALFORMED),
        ("https://0x7f.1/", LinkProblem.MALFORMED),
        ("https://example", LinkProblem.MALFORMED),
        ("https://exa mple.org", LinkProblem.MALFORMED),
        ("https://example.org/<b>", LinkProblem.MALFORMED),
        ("https://example.org:99999/", LinkProblem.MALFORMED),
        ("https://[bad/", LinkProblem.MALFORMED),
        ("https://" + "a" * 64 + ".org", LinkProblem.MALFORMED),
        ("https://..org", LinkProblem.MALFORMED),
        ("just words", LinkProblem.MALFORMED),
        ("javascript:alert(1)", LinkProblem.MALFORMED),
    ],
)
def test_a_link_that_may_not_be_passed_on_says_why(typed, problem):
    with pytest.raises(BadLink) as caught:
        clean_link(typed)
    assert caught.value.problem is problem


def test_an_endless_link_is_refused():
    with pytest.raises(BadText):
        clean_link("https://example.org/" + "a" * 500)
