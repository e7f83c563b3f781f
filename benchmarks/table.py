"""The table that `make bench` prints, and its JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A measurement beside its peer's; `met` is None where there is nothing to reach."""

    work: str
    value: float
    unit: str
    reach: str
    met: bool | None
    against: str = ""
    peer: float | None = None
    ratio: float | None = None


def as_text(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| work | measured | against | ratio | reach | met |", "|---|---|---|---|---|---|"]
    for row in rows:
        peer = f"{row.against} {row.peer:.4g} {row.unit}" if row.peer is not None else row.against or "–"
        ratio = f"{row.ratio:.2f}" if row.ratio is not None else "–"
        met = {True: "yes", False: "NO", None: "–"}[row.met]
        lines.append(f"| {row.work} | {row.value:.4g} {row.unit} | {peer} | {ratio} | {row.reach} | {met} |")
    return "\n".join(lines)


def write(rows: Sequence[Row], path: Path) -> None:
    path.write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n")
