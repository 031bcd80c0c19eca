"""Fill the computed attributes of an inventory: place, area, terrain, solar radiation, climate, glaciers.

Only what is due is computed: features whose outline is newer than their attributes (STALE), and groups that
are empty. A source that is not given is taken from the inventory, where it remembers one.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from ...inventory.schema import ATTRIBUTE_GROUPS
from ..telling.report import Report
from .shared_options import add_radiation_options, radiation_options

CLIMATE = (
    ("maat", "mean annual air temperature"),
    ("magt", "mean annual ground temperature"),
    ("precipitation", "annual precipitation"),
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--inventory", type=Path, required=True, metavar="FILE.gpkg",
        help="the inventory (or a file of candidates); its rows are updated",
    )  # fmt: skip
    parser.add_argument(
        "--layer", choices=("rock_glaciers", "candidates"),
        help="what to fill (default: rock_glaciers, or candidates where the file has only these)",
    )  # fmt: skip
    _add_what(parser.add_argument_group("what is filled"))
    _add_sources(parser.add_argument_group("sources"))
    _add_climate(parser.add_argument_group("climate"))
    add_radiation_options(parser.add_argument_group("solar radiation"))


def _add_what(what: argparse._ArgumentGroup) -> None:
    what.add_argument(
        "--groups", metavar="A,B",
        help=f"groups of attributes: {', '.join(ATTRIBUTE_GROUPS)} (default: all that have a source; "
        "radiation takes by far the longest)",
    )  # fmt: skip
    what.add_argument("--all", action="store_true", help="compute all features anew, not only what is due")
    what.add_argument("--features", metavar="FID,FID", help="only these feature ids, as far as they are due")


def _add_sources(sources: argparse._ArgumentGroup) -> None:
    sources.add_argument(
        "--dem", help="elevations, in any projection; metres unless the file names another unit"
    )
    sources.add_argument("--subregions", type=Path, help="outlines with names (default: the inventory's own)")
    sources.add_argument("--subregions-layer", metavar="NAME", help="their layer, where the file has several")
    sources.add_argument("--glaciers", metavar="FILE", help="glacier outlines, for GLAC_FRAC of candidates")
    sources.add_argument("--glaciers-layer", metavar="NAME", help="their layer, where the file has several")
    sources.add_argument(
        "--remember", action="store_true",
        help="have the inventory remember the sources that are given, for the next time and for the dock",
    )  # fmt: skip


def _add_climate(climate: argparse._ArgumentGroup) -> None:
    for name, what in CLIMATE:
        climate.add_argument(
            f"--{name}", metavar="FILE", help=f"{what}: a raster or NetCDF, also a time series"
        )
        climate.add_argument(
            f"--{name}-variable", metavar="NAME", help="its variable or band, where it has several"
        )
        climate.add_argument(f"--{name}-years", metavar="FIRST-LAST", help="years to average (default: all)")
        climate.add_argument(
            f"--{name}-unit", metavar="UNIT", help="its unit, where it names none or a wrong one"
        )
    climate.add_argument(
        "--climate-method", choices=("auto", "mean", "marker"),
        help="mean of the cells inside, or the value at the primary marker (default auto: by cell size)",
    )  # fmt: skip


def run(options: argparse.Namespace, report: Report) -> dict[str, Any]:
    """Compute and write."""
    from ...store.sources import Sources
    from ..filling.chunks import fill_attributes
    from ..filling.remembering import remember, with_remembered

    told = radiation_options(options)
    named = {name: getattr(options, name) for name in Sources.__dataclass_fields__ if hasattr(options, name)}
    given = Sources(**{**named, "radiation": json.dumps(told) if told else None})
    groups = None if options.groups is None else _words(options.groups)
    result = fill_attributes(
        options.inventory,
        with_remembered(options.inventory, given, groups, options.layer),
        report,
        layer=options.layer,
        groups=groups,
        everything=options.all,
        features=None if options.features is None else _numbers(options.features),
        subregions=options.subregions,
        subregions_layer=options.subregions_layer,
    )
    if options.remember:
        remember(options.inventory, given)
    return result


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _numbers(text: str) -> list[int]:
    from ...inventory.errors import UserError

    words = _words(text)
    if not words or not all(word.isdigit() for word in words):
        raise UserError(
            f"'{text}' is no list of feature ids; give numbers with commas between, such as 3,17."
        )
    return [int(word) for word in words]
