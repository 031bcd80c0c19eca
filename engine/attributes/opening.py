"""Choose the groups of attributes of a run, and open what each comes from."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from ...inventory import schema
from ...inventory.errors import UserError
from ...store.sources import FILES, SOURCE_OF, Sources
from ..gathering.files import files_of
from ..products.kinds import served
from ..solar.equations import RadiationOptions
from ..telling.report import Report
from ..terrain.dem import Dem, open_dem
from .glacier_share import GlacierOutlines, Glaciers
from .group_kinds import CLIMATE_KINDS, ClimateGroup, RadiationGroup, TerrainGroup
from .groups import Group
from .inventory_rows import Filled


def choose_groups(of: Filled, sources: Sources, asked: Sequence[str] | None) -> list[str]:
    """Names of the groups to fill, in the order of the schema.

    Parameters
    ----------
    of
        The layer; only candidates have the group `glaciers`.
    sources
        Where attributes come from.
    asked
        Names that a person asked for; None takes all that have a source.

    Raises
    ------
    UserError
        No such group, not of this layer, or without a source.
    """
    possible = [name for name, fields in schema.ATTRIBUTE_GROUPS.items() if fields[0] in of.layer.field_names]
    if asked is None:
        chosen = [name for name in possible if getattr(sources, SOURCE_OF[name])]
        if not chosen:
            options = ", ".join(f"--{name}" for name in FILES)
            raise UserError(
                f"Nothing says where the attributes come from: give a source ({options}), or have the "
                "inventory remember some with --remember."
            )
        return chosen
    for name in asked:
        if name not in schema.ATTRIBUTE_GROUPS:
            known = ", ".join(schema.ATTRIBUTE_GROUPS)
            raise UserError(f"There is no group of attributes '{name}'; the groups are {known}.")
        if name not in possible:
            raise UserError(
                f"The group '{name}' is of candidates only, not of {of.layer.name}; leave it out or choose "
                "the layer candidates."
            )
        if not getattr(sources, SOURCE_OF[name]):
            raise UserError(f"The group '{name}' has no source; give one with --{SOURCE_OF[name]}, or leave it out.")
    if not asked:
        raise UserError(f"No group of attributes is chosen; the groups are {', '.join(possible)}.")
    return [name for name in possible if name in asked]


def open_groups(names: Sequence[str], sources: Sources, stack: ExitStack, report: Report) -> list[Group]:
    """Open the sources of groups, until `stack` is closed; one DEM serves all that need it.

    Raises
    ------
    UserError
        A file is not there or cannot be used.
    """
    opened: list[Group] = []
    dem: Dem | None = None
    for name in names:
        file = str(getattr(sources, SOURCE_OF[name]))
        if SOURCE_OF[name] == "dem" and dem is None:
            dem = stack.enter_context(open_dem(file, report))
            known = served("dem", Path(file), dem.files, "", report)
            dem.product = known.product.name if known is not None else ""
        if name == schema.GLACIERS:
            opened.append(Glaciers(GlacierOutlines(file, sources.glaciers_layer, report)))
        elif name in CLIMATE_KINDS:
            opened.append(_open_climate(name, file, sources, stack, report))
        elif name in (schema.PERMAFROST, schema.ZONATION):
            opened.append(_open_permafrost(name, file, sources, stack, report))
        elif name == schema.RADIATION and dem is not None:
            opened.append(RadiationGroup(dem, _radiation_options(sources.radiation)))
        elif dem is not None:
            opened.append(TerrainGroup(dem))
    return opened


def _open_climate(name: str, file: str, sources: Sources, stack: ExitStack, report: Report) -> ClimateGroup:
    from .climate_attributes import open_climate
    from .climate_opening import ClimateOptions
    from .lapse_rate import check_rate, open_lapse_rate

    key = SOURCE_OF[name]
    options = ClimateOptions(
        file,
        variable=getattr(sources, f"{key}_variable"),
        years=years_of(getattr(sources, f"{key}_years")),
        method=sources.climate_method or "auto",
        unit=getattr(sources, f"{key}_unit"),
    )
    climate = stack.enter_context(open_climate(CLIMATE_KINDS[name], options, report))
    rate = check_rate(sources.lapse_rate) if name == schema.AIR_TEMPERATURE else 0.0
    if not rate:
        return ClimateGroup(name, file, climate)
    heights, variable = sources.maat_elevation, sources.maat_elevation_variable
    lapse_rate = stack.enter_context(open_lapse_rate(rate, heights, variable, climate, file, report))
    return ClimateGroup(name, file, climate, lapse_rate)


def _open_permafrost(name: str, file: str, sources: Sources, stack: ExitStack, report: Report) -> Group:
    from ..zones.opening import WANTED as ZONES
    from ..zones.opening import open_zones
    from .climate_attributes import CELLS_FOR_A_MEAN
    from .climate_opening import ClimateOptions
    from .zone_groups import IndexGroup, ZoneGroup, open_index

    method = sources.climate_method or "auto"
    if name == schema.ZONATION:
        options = ClimateOptions(file, variable=sources.pzi_variable, method=method)
        return IndexGroup(file, stack.enter_context(open_index(options, report)))
    variable, classes = sources.permafrost_variable, sources.permafrost_classes
    option = None if variable or classes else "--permafrost-variable"
    known = served(name, Path(file), files_of(file, ZONES), option, report)
    zones = stack.enter_context(open_zones(file, variable, classes, method, CELLS_FOR_A_MEAN, report))
    return ZoneGroup(file, zones, known.product.name if known is not None else "")


def years_of(text: str | None) -> tuple[int, int] | None:
    """First and last year of ``1981-2010`` or ``1981``; None where nothing is said.

    Raises
    ------
    UserError
        It says no years, or the last is before the first.
    """
    if not text:
        return None
    found = re.fullmatch(r"\s*(\d{1,4})\s*(?:[-–]\s*(\d{1,4})\s*)?", text)
    years = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if years[1] < years[0]:
        raise UserError(f"'{text}' is no range of years; give the first and the last, such as 1981-2010.")
    return years


def _radiation_options(text: str | None) -> RadiationOptions:
    """The options that an inventory remembers or a command was given, as JSON; the usual ones else."""
    try:
        told = json.loads(text or "{}").items()
        values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in told}
        return RadiationOptions(**values)
    except (ValueError, TypeError, AttributeError) as error:
        raise UserError(
            f"The inventory remembers options of the radiation that are not understood ({text}); give them "
            "anew with --remember."
        ) from error
