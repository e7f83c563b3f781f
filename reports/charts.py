"""Charts as PNG. Matplotlib is imported when the first one is drawn, for it is slow to load."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

INK = "#1d2b36"
FAINT = "#d9e0e5"
BAR = "#2f7f79"
LINE = "#d9822b"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyChart:
    """Everything the picture says, already in the reader's language; the three sequences have one length."""

    title: str
    labels: Sequence[str]
    answers: Sequence[int]
    practising: Sequence[int]
    answers_label: str
    practising_label: str
    note: str


def weekly_png(chart: WeeklyChart) -> bytes:
    """Return a PNG, 1200 x 720 pixels: bars for answers, a line for people. Raises ValueError when lengths differ."""
    if not len(chart.labels) == len(chart.answers) == len(chart.practising):
        raise ValueError("labels and values differ in length")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(8, 4.8), dpi=150, layout="constrained")
    FigureCanvasAgg(figure)
    left = figure.subplots()
    places = range(len(chart.labels))
    left.bar(places, chart.answers, color=BAR, width=0.62, label=chart.answers_label)
    left.set_xticks(list(places), labels=list(chart.labels), fontsize=9, color=INK)
    left.set_title(chart.title, loc="left", fontsize=13, color=INK, pad=26, weight="bold")
    right = left.twinx()
    right.plot(places, chart.practising, color=LINE, marker="o", linewidth=2, label=chart.practising_label)
    right.set_ylim(bottom=0, top=max([*chart.practising, 1]) * 1.25)
    for axes in (left, right):
        axes.spines[["top", "left", "right"]].set_visible(False)
        axes.spines["bottom"].set_color(FAINT)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
        axes.tick_params(colors=INK, length=0, labelsize=9)
    left.yaxis.grid(visible=True, color=FAINT, linewidth=0.8)
    left.set_axisbelow(True)
    handles = [*left.get_legend_handles_labels()[0], *right.get_legend_handles_labels()[0]]
    figure.legend(handles=handles, loc="outside lower left", ncols=2, frameon=False, fontsize=9, labelcolor=INK)
    left.text(0, 1.03, chart.note, transform=left.transAxes, fontsize=9.5, color="#5b6b77")
    picture = BytesIO()
    figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()
