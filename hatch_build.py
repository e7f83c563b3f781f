"""Build hook: compile the gettext catalogues, for wheels and for editable installs alike.

Compiled catalogues are generated files, so they are never committed; a wheel must carry them all the same.
"""

from pathlib import Path
from typing import Any

from babel.messages import mofile, pofile
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(folder: Path) -> list[Path]:
    """Write a ``.mo`` beside every ``.po`` below `folder` and return the files written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as stream:
            catalogue = pofile.read_po(stream)
        target = source.with_suffix(".mo")
        with target.open("wb") as stream:
            mofile.write_mo(stream, catalogue)
        written.append(target)
    return written


class CatalogueHook(BuildHookInterface[Any]):
    """Hatchling calls `initialize` before it gathers the files of a target."""

    PLUGIN_NAME = "catalogues"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        for file in compile_catalogues(root / "locales"):
            build_data["artifacts"].append(str(file.relative_to(root)))
