"""The table of what goes out and comes in again: real rock glaciers and a twin of each dialect, in each dialect.

    .venv/engine/bin/python recipes/exchange_table.py           what is lossless
    .venv/engine/bin/python recipes/exchange_table.py --held    what a dialect cannot hold, as its tables say

Real ones are those of the shared data (`../shared/data`, or ROCK_GLACIER_SHARED_DATA); the tests compare so, too.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "unit"))

from _package import ROOT, load_package

load_package()

REAL = {
    "La Sal": "la_sal/LaSal_UT_active_RoGI_subset.csv",
    "Sikkim": "sikkim_scene/rock_glaciers.gpkg",
    "Nyainqentanglha": "nyainqentanglha/rg_points_N30E090.geojson",
}
HELD = ("dialect", "fields of ours without a place", "attributes of RGIK without a place", "tables that it lacks")
_OURS_ALONE = ("CANDIDATE", "STALE", "RGIK")
"""What tells of one inventory only, and where attributes of RGIK are kept."""
HEAD = ("source", "dialect", "outlines", "markers", "IDs equal", "geometry equal", "fields", "values equal", "differ")


def rows(name: str, source: Path, folder: Path, dialects: list[str]) -> list[tuple[str, ...]]:
    """A row for each dialect that a source goes through."""
    from exchanged import compared, give
    from imported import of, take
    from rock_glacier_inventory.inventory.dialects.known import by_name
    from rock_glacier_inventory.inventory.schema import PRIMARY_MARKERS, ROCK_GLACIERS

    came_in = take(source, folder / "i.gpkg").result["dialect"]
    found = []
    for dialect in dialects:
        out, again = folder / dialect, folder / f"{dialect}.gpkg"
        before = [of(layer, folder / "i.gpkg") for layer in (ROCK_GLACIERS, PRIMARY_MARKERS)]
        if dialect == "global":  # which has no markers but those of its outlines
            names = {row["ID"] for row in before[0]}
            before[1] = [row for row in before[1] if row["ID"] in names]
        if not any(before):
            found.append((name, dialect, "0", "0", "-", "-", "-", "-", "it has no markers"))
            continue
        give(folder / "i.gpkg", dialect, out, "--open=include")
        take(out, again)
        told = [
            compared(by_name(dialect), there, of(layer, again), layer, dialect_of_source=came_in)
            for layer, there in zip((ROCK_GLACIERS, PRIMARY_MARKERS), before, strict=True)
        ]
        units, values = sum(one.units for one in told), sum(one.values for one in told)
        differ = sum((Counter(one.differ) for one in told), Counter())
        found.append(
            (
                name,
                dialect,
                *(str(one.units) for one in told),
                f"{sum(one.names for one in told)} of {units}",
                f"{sum(one.shapes for one in told)} of {units}",
                str(len({field for one in told for field in one.fields})),
                f"{values - sum(differ.values())} of {values}",
                ", ".join(f"{field} ({count})" for field, count in differ.items()) or "none",
            )
        )
    return found


def held() -> list[tuple[str, ...]]:
    """Of each dialect what it has no field or table for: of an inventory's own, and of what RGIK's dialects ask for."""
    from rock_glacier_inventory.inventory.dialects.known import ROLES, dialects
    from rock_glacier_inventory.inventory.schema import PRIMARY_MARKERS, ROCK_GLACIERS

    names = {0: "markers", 1: "outlines", 2: "moving areas", 3: "areas of interest"}
    ours = [name for name in (*ROCK_GLACIERS.field_names, *PRIMARY_MARKERS.field_names) if name not in _OURS_ALONE]
    asked = {one.holds for of in dialects() for table in of.tables.values() for one in table.fields if not one.is_ours}
    found = []
    for of in dialects():
        holds = {one.holds for table in of.tables.values() for one in table.fields}
        found.append(
            (
                of.name,
                ", ".join(name for name in dict.fromkeys(ours) if name not in holds) or "nothing",
                ", ".join(sorted(asked - holds)) or "nothing",
                ", ".join(names[number] for number, role in enumerate(ROLES) if role not in of.tables) or "none",
            )
        )
    return found


def lossless() -> list[tuple[str, ...]]:
    """All sources through the dialects."""
    from dialect_twins import TWINS

    data = Path(os.environ.get("ROCK_GLACIER_SHARED_DATA") or ROOT.parent / "shared" / "data")
    lines: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as name:
        for title, file in REAL.items():
            folder = Path(name) / title
            folder.mkdir()
            lines += rows(title, data / file, folder, list(TWINS))
        for dialect, write in TWINS.items():
            folder = Path(name) / f"twin {dialect}"
            (folder / "in").mkdir(parents=True)
            write(folder / "in")
            lines += rows("twin", folder / "in", folder, [dialect])
    return lines


def main() -> None:
    """Print a table."""
    head, lines = (HELD, held()) if "--held" in sys.argv[1:] else (HEAD, lossless())
    for line in (head, tuple("---" for _ in head), *lines):
        print("| " + " | ".join(line) + " |")


if __name__ == "__main__":
    main()
