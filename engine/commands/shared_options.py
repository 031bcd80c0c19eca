"""Options that several commands have in common; not a command itself."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ...inventory.errors import UserError


def add_candidate_outputs(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """Add where candidates go; returns the group, for further outputs."""
    outputs = parser.add_argument_group("outputs (at least one)")
    outputs.add_argument("--output", type=Path, metavar="FILE", help="GeoPackage for the candidates")
    outputs.add_argument("--inventory", type=Path, metavar="FILE", help="inventory that gets the candidates")
    return outputs


def add_outline_options(parser: argparse.ArgumentParser, threshold: float | None) -> argparse._ArgumentGroup:
    """Add what decides on the outlines; returns the group. A threshold of None is the model card's."""
    how = parser.add_argument_group("how")
    default = "the model card's" if threshold is None else f"{threshold:g}"
    how.add_argument(
        "--threshold", type=float, default=threshold, metavar="P",
        help=f"lowest probability of a candidate (default: {default})",
    )  # fmt: skip
    how.add_argument(
        "--minimum-area",
        type=float,
        default=10_000.0,
        metavar="M2",
        help="smallest candidate (default: 10000)",
    )
    how.add_argument(
        "--fill-holes", type=float, metavar="M2", help="fill smaller holes (default: minimum area)"
    )
    how.add_argument(
        "--tolerance", type=float, metavar="M",
        help="smoothing may move outlines so far; 0 keeps the pixel edges (default: one pixel)",
    )  # fmt: skip
    return how


def add_radiation_options(group: argparse._ArgumentGroup) -> None:
    """Add how solar radiation is summed; what is not given is as `RadiationOptions` has it."""
    group.add_argument(
        "--without-pressure", action="store_true", default=None,
        help="leave out the correction of the air mass by the air pressure at the cell's elevation",
    )  # fmt: skip
    group.add_argument(
        "--diffuse", choices=("published", "port"),
        help="diffuse term with cos²(slope/2) as published (default), or cos²(slope)/2 as in some ports",
    )  # fmt: skip
    group.add_argument("--albedo", type=float, metavar="A", help="of the surroundings, 0 to 1 (default: 0.2)")
    group.add_argument(
        "--time-step",
        type=float,
        metavar="MIN",
        help="longest time between two positions of the sun (default: 30)",
    )
    group.add_argument(
        "--days", metavar="FIRST-LAST", help="days of the year, such as 152-243 (default: 1-365)"
    )
    group.add_argument(
        "--horizon-distance", type=float, metavar="M", help="how far terrain can throw shade (default: 30000)"
    )


def radiation_options(options: argparse.Namespace) -> dict[str, Any]:
    """The arguments of `RadiationOptions` that were given, as JSON can hold them.

    Raises
    ------
    UserError
        The days are no range.
    """
    told = {
        "pressure": None if options.without_pressure is None else not options.without_pressure,
        "diffuse": options.diffuse,
        "albedo": options.albedo,
        "step_minutes": options.time_step,
        "days": None if options.days is None else _days(options.days),
        "horizon_metres": options.horizon_distance,
    }
    return {name: value for name, value in told.items() if value is not None}


def _days(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    if not (first.strip().isdecimal() and last.strip().isdecimal()):
        raise UserError(f"'{text}' is no range of days; give the first and the last, such as 152-243.")
    return int(first), int(last)
