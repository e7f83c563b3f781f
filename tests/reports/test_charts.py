"""Pictures are PNGs of the size they promise, whatever the numbers."""

import struct

import pytest

from reports.charts import WeeklyChart, weekly_png


def chart(answers: list[int], practising: list[int], labels: list[str] | None = None) -> WeeklyChart:
    return WeeklyChart(
        title="Prática semana a semana",
        labels=labels if labels is not None else [f"{week:02}/11" for week in range(1, len(answers) + 1)],
        answers=answers,
        practising=practising,
        answers_label="Respostas",
        practising_label="Pessoas que praticaram",
        note="As últimas 12 semanas",
    )


def size(png: bytes) -> tuple[int, int]:
    """Width and height of the IHDR chunk (https://www.w3.org/TR/png/#11IHDR)."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert png[12:16] == b"IHDR"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(
    "shown",
    [
        chart([120, 90, 0, 300], [12, 9, 0, 25]),
        chart([0] * 12, [0] * 12),
        chart([2_000_000], [20_000]),
    ],
    ids=["some", "nothing", "a whole city"],
)
def test_a_chart_is_a_picture_of_1200_by_720(shown: WeeklyChart) -> None:
    assert size(weekly_png(shown)) == (1200, 720)


def test_other_numbers_make_another_picture_and_the_same_ones_the_same() -> None:
    first, again, other = (weekly_png(chart([5, answers], [1, 2])) for answers in (7, 7, 8))
    assert first == again
    assert first != other


def test_labels_with_markup_signs_are_drawn_as_they_are() -> None:
    odd = WeeklyChart(
        title="$x_1$ $ {a} \\frac",
        labels=["$", "_^"],
        answers=[1, 2],
        practising=[1, 1],
        answers_label="$",
        practising_label="_hidden",
        note="%$",
    )
    assert size(weekly_png(odd)) == (1200, 720)


def test_lengths_that_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        weekly_png(chart([1, 2], [1]))
