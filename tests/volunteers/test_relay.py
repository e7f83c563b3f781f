"""What leads past the bot is noticed; days, hours and prices are not."""

import pytest

from volunteers.relay import Contact, contacts_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Call +55 31 99999-0000", {Contact.PHONE}),
        ("31999990000", {Contact.PHONE}),
        ("(31) 3277.1234", {Contact.PHONE}),
        ("06 12 34 56 78", {Contact.PHONE}),
        ("06.12.34.56.78", {Contact.PHONE}),
        ("write to ana.b@example.org!", {Contact.EMAIL}),
        ("ana (at) example.org", {Contact.EMAIL}),
        ("I am @ana_bh there", {Contact.ACCOUNT}),
        ("https://example.org/x", {Contact.LINK}),
        ("see t.me/ana", {Contact.LINK}),
        ("wa.me/5531999990000", {Contact.LINK, Contact.PHONE}),
        ("my site is ana.com", {Contact.LINK}),
    ],
)
def test_ways_past_the_bot_are_noticed(text, found):
    assert contacts_in(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "On 30/11/2026 at 18:30 or 19h30, then 01/12 at 20:00?",
        "2026-11-30 18:30-19:30",
        "24.12.2026 and 31.12.",
        "It costs 1.250,00 and I have 300 pages",
        "Chapter 3.1, exercises 4 to 12",
        "e.g. this one, etc.",
        "See you @ noon",
        "I was born in 1987. In 2026 I moved",
    ],
)
def test_everyday_figures_are_left_alone(text):
    assert contacts_in(text) == frozenset()
