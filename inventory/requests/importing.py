"""What is asked of `import`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..dialects.known import NAMES
from .option import MANY, Request, option, required

ROCK_GLACIERS, CANDIDATES = "rock-glaciers", "candidates"


@dataclass(frozen=True)
class ImportRequest(Request):
    """Outlines that become part of an inventory, and which of their fields are which of its."""

    COMMAND = "import"

    input: str = required(f"outlines or markers of any vector format, in any coordinate system; {MANY}", several=True)
    layer: str | None = option("their layer, where the file has several", metavar="NAME")
    map: str | None = option(
        "a field of the inventory, and that of the file it is taken from, such as ID=Nr; ID= takes none; also several "
        "with ; between, or the option repeated (default: as the inventory remembers, else by the names of a known "
        "inventory, else texts of the same name)",
        metavar="OURS=THEIRS",
        several=True,
    )
    dialect: str | None = option("whose inventory it is (default: what names and values show)", choices=NAMES)
    as_: str = option(
        "what the outlines become: rock glaciers, or candidates to be decided again (default: %(default)s)",
        ROCK_GLACIERS,
        choices=(ROCK_GLACIERS, CANDIDATES),
    )
    inventory: Path = required(
        "the inventory; it is made where it is not there, in the coordinate system of the outlines", metavar="FILE.gpkg"
    )
    look: bool = option("only tell the mapping and the first rows; nothing is written", False)
