"""When the imagery was taken that outlines rest on: asked once for each image, and kept in the inventory."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ...inventory.imagery import join_names, names_in
from ...inventory.schema import ROCK_GLACIERS
from ...inventory.secrets import scrub
from ...store.protocol import Store
from ...store.records import Wanted

INFO_DATES = "image_dates"
"""Fact of the inventory: JSON of image -> date; an empty date says that it is not known."""

_LENGTH = ROCK_GLACIERS.field("MAP_DATE").length


def read_dates(info: Mapping[str, str]) -> dict[str, str]:
    """The dates that were given so far, by image; what another tool made of the fact counts as none."""
    try:
        told = json.loads(info.get(INFO_DATES) or "{}")
    except ValueError:
        return {}
    return {str(name): str(date) for name, date in told.items()} if isinstance(told, dict) else {}


def date_of(source: str, dates: Mapping[str, str]) -> str:
    """The date of one image or of several (`imagery.join_names`), each once; empty where none is known.

    Where the date of one of several is not known, it says so: both must not look alike.
    """
    known = [dates.get(name, "") for name in names_in(source)]
    if not any(known):
        return ""
    return join_names((date or "unknown" for date in known), _LENGTH)


def not_asked_yet(source: str, dates: Mapping[str, str]) -> list[str]:
    """Images among the names in a field whose date nobody was asked for."""
    return [name for name in names_in(source) if name not in dates]


def remember_date(inventory: Store, image: str, date: str) -> int:
    """Keep the date of an image, and write it to the rock glaciers that rest on it and have none yet.

    Parameters
    ----------
    inventory
        The open inventory.
    image
        Its name, as `imagery.source_name` gives it.
    date
        As the person wrote it; empty where it is not known, which is remembered too.

    Returns
    -------
    int
        The number of rock glaciers that got a date.
    """
    with inventory.change() as tables:
        dates = {**read_dates(inventory.facts()), image: scrub(" ".join(date.split()))}
        tables.remember({INFO_DATES: json.dumps(dates, ensure_ascii=False)})
        filled = 0
        for source in inventory.values(ROCK_GLACIERS, "SOUR_DATA", Wanted(having={"MAP_DATE": None})):
            found = date_of(source, dates)
            if image not in names_in(source) or not_asked_yet(source, dates) or not found:
                continue
            undated = Wanted(having={"MAP_DATE": None, "SOUR_DATA": source})
            filled += inventory.count(ROCK_GLACIERS, undated)
            tables.update(ROCK_GLACIERS, {"MAP_DATE": found}, undated)
    return filled
