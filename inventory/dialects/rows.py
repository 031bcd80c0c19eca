"""Rows of an inventory as rows of a dialect, and back: units, codes and words; what has none is told, not dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..schema import LANDFORM_ROCK_GLACIER
from .kept import GEOMETRY_KEY, Kept, Values
from .known import ASPECT, LANDFORM, OUTLINES, ROLES, Dialect, FieldOf, Table, by_name, word_lists

OUTLINE_TYPE, EXTENDED = "outline type", "extended"
_BY_DEFAULT = {OUTLINE_TYPE: EXTENDED, LANDFORM: LANDFORM_ROCK_GLACIER}
"""What a rock glacier is that says nothing of it."""
Tell = Callable[[str, str, Any], None]
"""Takes the name of a field, what became of a value, and the value."""


def outgoing(of: Dialect, table: Table, ours: Mapping[str, Any], kept: Kept, row: Values, tell: Tell) -> list[Any]:
    """The values of one row of a dialect's table, in the order of its fields.

    Parameters
    ----------
    of, table
        The dialect, and its table.
    ours
        Fields of the inventory -> values.
    kept
        What was kept of the unit; its dialect says how `row` is written.
    row
        What was kept of this row of it.
    tell
        Hears of values for which the dialect has no word.
    """
    found = []
    for one in table.fields:
        there = _field_there(kept, table.role, one)
        value = None if there is None else row.get(there.name)
        held = ours.get(one.holds) if one.is_ours else None
        if held not in (None, ""):
            is_whole = isinstance(value, str) and not one.codes and value.startswith(str(held))
            found.append(value if is_whole else _of_ours(of, one, held, tell))
        elif value not in (None, ""):
            found.append(_of_kept(of, one, kept.dialect, there, value, tell))
        else:
            word = _BY_DEFAULT.get(one.holds)
            found.append(None if word is None else of.code_of(one.codes, word))
    return found


def _of_ours(of: Dialect, one: FieldOf, value: Any, tell: Tell) -> Any:
    if not one.codes:
        return value * one.factor if one.kind == "real" else value
    word = sector_of(value) if one.holds == ASPECT else str(value)
    code = of.code_of(one.codes, word)
    if code is None:
        tell(one.name, "has no word for values, which were left empty", value)
    return code


def _field_there(kept: Kept, role: str, one: FieldOf) -> FieldOf | None:
    """The field of the same meaning in the dialect that a row came in."""
    source = by_name(kept.dialect)
    return None if source is None or role not in source.tables else source.tables[role].of(one.holds)


def _of_kept(of: Dialect, one: FieldOf, dialect: str, there: FieldOf | None, value: Any, tell: Tell) -> Any:
    """A value as it came in, in the words of another dialect."""
    if dialect == of.name or there is None or not one.codes:
        return value
    source = by_name(dialect)
    word = None if source is None else source.word_of(one.codes, value)
    code = None if word is None else of.code_of(one.codes, word)
    if code is None:
        tell(one.name, "has no word for values, which were left empty", value)
    return code


def not_held(of: Dialect, role: str, kept: Kept, row: Values) -> list[str]:
    """Names of what was kept of a row that the dialect's table has no field for."""
    source, table = by_name(kept.dialect), of.tables.get(role)
    there = {} if source is None or role not in source.tables else {o.name: o for o in source.tables[role].fields}
    return [
        name
        for name, value in row.items()
        if name != GEOMETRY_KEY
        and value not in (None, "")
        and not (table is not None and name in there and table.of(there[name].holds) is not None)
    ]


def fields_held(of: Dialect) -> set[str]:
    """Fields of an inventory that some table of a dialect holds."""
    return {one.holds for table in of.tables.values() for one in table.fields if one.is_ours}


def sector_of(degrees: float) -> str:
    """The sector of 45 degrees that an aspect lies in, the first around north.

    Examples
    --------
    >>> sector_of(22.4), sector_of(22.5), sector_of(359.0)
    ('N', 'NE', 'N')
    """
    words = word_lists()["aspect"]["words"]
    return str(words[int((degrees % 360 + 22.5) // 45) % len(words)])


def middle_of(sector: str) -> float:
    """The aspect in the middle of a sector, in degrees."""
    return 45.0 * float(word_lists()["aspect"]["words"].index(sector))


def incoming_codes(of: Dialect, one: FieldOf) -> Callable[[Any], tuple[Any, bool]] | None:
    """What turns a value of theirs into ours, with whether it knew it; None where values stay as they are."""
    if one.codes:

        def read(value: Any) -> tuple[Any, bool]:
            word = of.word_of(one.codes, value)
            if word is None:
                return None, False
            return (middle_of(word) if one.holds == ASPECT else word), True

        return read
    return None


def is_extended(of: Dialect, row: Values) -> bool:
    """Whether a row of outlines is the extended one, as it is where it does not say."""
    one = of.tables[OUTLINES].of(OUTLINE_TYPE)
    value = None if one is None else row.get(one.name)
    if value in (None, "") or one is None:
        return True
    return of.word_of(one.codes, value) != "restricted"


def telling_role(of: Dialect, fields: list[str], is_point: bool, layer: str) -> str | None:
    """What a layer of a file is in a dialect; None where it is none of its tables."""
    if is_point:
        return ROLES[0] if ROLES[0] in of.tables else None
    for role in ROLES[1:]:
        table = of.tables.get(role)
        if (
            table is not None
            and table.telling
            and len(table.found_in(fields).keys() & set(table.telling)) == len(table.telling)
        ):
            return role
    ends = [word for word in layer.upper().replace("-", "_").split("_") if word in ROLES[1:] and word in of.tables]
    return ends[-1] if ends else None  # the first ones may name all that the whole file holds
