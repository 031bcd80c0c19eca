"""Statistics and report of many simulated rock glaciers: seconds and memory, with PDF and tables.

Run: .venv/engine/bin/python benchmarks/report_of_many.py [NUMBER [FILE.gpkg]] (default 50 000, in a temporary folder)

The inventory is that of `large_inventory.py`, decided: of ten candidates seven remain, one is refined, two are removed;
its rock glaciers have all attributes, its journal all decisions.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import large_inventory
import numpy as np
import shapely
from measure import ENGINE, measure
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.identifiers import format_identifier
from rock_glacier_inventory.store.opening import open_store

NUMBER = 50_000
PEOPLE = ("Ann Mapper", "Bo Mapper", "Cai Mapper")
DEEDS = ("remain",) * 7 + ("refine", "remove", "remove")
KEPT_OF_CANDIDATES = tuple(set(schema.ROCK_GLACIERS.field_names) & set(schema.CANDIDATES.field_names))


def decide(path: Path) -> None:
    """Decide on all candidates, as if people had."""
    random = np.random.default_rng(7)
    with closing(open_store(path)) as store:
        fields = (schema.GEOMETRY, *schema.CANDIDATES.field_names)
        candidates = [dict(zip(fields, row[1:], strict=True)) for row in store.rows(schema.CANDIDATES, fields)]
        deeds = random.choice(DEEDS, len(candidates)).tolist()
        kept = [each for each in zip(candidates, deeds, strict=True) if each[1] != schema.REMOVE]
        with store.fill(schema.CANDIDATES) as filling:
            states = [(deed, "talus" if deed == "remove" else None, fid) for fid, deed in enumerate(deeds, 1)]
            filling.update_many(schema.CANDIDATES, ("STATE", "REASON"), states)
            filling.insert_many(schema.ROCK_GLACIERS, rock_glaciers(kept, random))
            filling.insert_many(schema.PRIMARY_MARKERS, markers(kept))
            filling.insert_many(schema.JOURNAL, journal(deeds))


def identifier(candidate: dict[str, Any]) -> str:
    """Of a rock glacier that a candidate became."""
    return str(format_identifier(candidate["LAT"], candidate["LON"]))


def rock_glaciers(kept: list[tuple[dict[str, Any], str]], random: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Rows of the layer; refined ones are a little larger, and climate follows from the elevation."""
    for number, (candidate, deed) in enumerate(kept):
        values = {name: candidate[name] for name in KEPT_OF_CANDIDATES}
        high = candidate["ELE_MEAN"]
        values |= {
            "ID": identifier(candidate),
            "OPERATION": deed,
            "CANDIDATE": candidate["CANDIDATE_ID"],
            "MAPPER": PEOPLE[number % len(PEOPLE)],
            "STALE": False,
            "MAAT": 26 - 0.006 * high + random.normal(0, 1),
            "MAGT": 27 - 0.006 * high + random.normal(0, 1),
            "AP": float(np.exp(random.normal(6.3, 0.4))),
            "PISR": random.normal(2300, 200),
        }
        wkb = candidate[schema.GEOMETRY]
        if deed == schema.REFINE:
            wkb = shapely.to_wkb(shapely.multipolygons([shapely.convex_hull(shapely.from_wkb(wkb))]))
        yield (wkb, *(values.get(name) for name in schema.ROCK_GLACIERS.field_names))


def markers(kept: list[tuple[dict[str, Any], str]]) -> Iterator[tuple[Any, ...]]:
    """Rows of the layer."""
    for candidate, _ in kept:
        place = shapely.to_wkb(shapely.Point(candidate["LON"], candidate["LAT"]))
        values = {**candidate, "ID": identifier(candidate)}
        yield (place, *(values.get(name) for name in schema.PRIMARY_MARKERS.field_names))


def journal(deeds: list[str]) -> Iterator[tuple[Any, ...]]:
    """A row for each decision, one every 20 seconds."""
    begun = datetime(2026, 1, 5, 8, tzinfo=timezone.utc)
    for number, deed in enumerate(deeds):
        when = begun + timedelta(seconds=20 * number)
        values = {"TIME": when.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "PERSON": PEOPLE[number % len(PEOPLE)]}
        values |= {"OPERATION": deed, "TOUCHED": f'{{"candidates": [{number + 1}]}}'}
        yield tuple(values.get(name) for name in schema.JOURNAL.field_names)


def run(number: int, path: Path) -> None:
    """Make the inventory where it is not there, and measure each command."""
    if not path.exists():
        large_inventory.make(path, number)
        decide(path)
    page, pdf = path.with_name("report.html"), path.with_name("report.pdf")
    report = measure([*ENGINE, "report", "--inventory", path, "--output", page, "--pdf", pdf])
    sizes = ", ".join(f"{file.name} {file.stat().st_size / 2**20:.1f} MiB" for file in (page, pdf))
    seen = f"{report.seconds:.1f} s, {report.peak_mib:.0f} MiB; {sizes}"
    print(f"| report of {number} candidates | <= 60 s, <= 1 GB | {seen} |")


def main(number: int = NUMBER, path: Path | None = None) -> None:
    """Measure, of a number of candidates; in a file that stays where one is given."""
    if path is not None:
        run(number, path)
        return
    with tempfile.TemporaryDirectory() as folder:
        run(number, Path(folder) / "many.gpkg")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *map(Path, sys.argv[2:3]))
