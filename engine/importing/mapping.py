"""Which field of an inventory is taken from which field of a file, and who says so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...inventory.dialects.known import OUTLINES, Dialect, Table
from ...inventory.dialects.names import find_fields
from ...inventory.dialects.rows import incoming_codes
from ...inventory.errors import UserError
from ...inventory.naming.source_names import texts_in
from ...inventory.schema import CANDIDATES, Layer, targets
from ...inventory.secrets import scrub
from ..telling.lists import few
from .values import Reader

_SAFE_BY_NAME = (
    "ID",
    "SUBREGION",
    "SOUR_DATA",
    "MAP_DATE",
    "MAPPER",
    "REVIEWER",
    "ADDI_INF",
    "RGS_ID",
    "OPERATION",
    "COMMENT",
)
"""Fields without a unit: where a file has one of that name, it means the same."""

_MOST_NAMED = 60
_KEY = "import_"


@dataclass(frozen=True)
class FieldMap:
    """Fields of the inventory -> fields of the file.

    `why` says it of each for a person; `unused` are fields of the file that are not taken; `readers` are, by field of
    the inventory, how the file's dialect writes it.
    """

    pairs: dict[str, str]
    why: dict[str, str]
    unused: list[str]
    readers: Mapping[str, Reader] = field(default_factory=dict)


def key_of(fields: Sequence[str], layer: Layer) -> str:
    """Under what an inventory remembers the mapping of files with these fields, in whatever order they are."""
    told = "\n".join([layer.name, *sorted(name.upper() for name in fields)])
    return _KEY + hashlib.sha256(told.encode()).hexdigest()[:16]


def as_remembered(of: FieldMap) -> str:
    """What is remembered of a mapping."""
    return json.dumps(of.pairs, ensure_ascii=False)


def map_fields(
    fields: Sequence[str],
    layer: Layer,
    given: str | None,
    remembered: str | None,
    place: str,
    dialect: tuple[Dialect, Table] | None = None,
    guessed: Mapping[str, str] | None = None,
) -> FieldMap:
    """The mapping of a file: what is given, over what is remembered, known of its dialect, or named the same.

    Parameters
    ----------
    fields
        Of the file.
    layer
        Of the inventory.
    given
        ``OURS=THEIRS``, several with ``;`` between.
    remembered
        From `as_remembered`.
    place
        The file in words.
    dialect
        The one that the file is of, and its table there.
    guessed
        Fields of the inventory -> fields of the file, as values show.

    Raises
    ------
    UserError
        What is given names a field that is not there, on either side, or no field.
    """
    pairs, why = _without_being_told(fields, layer, remembered, dialect)
    for ours, theirs in (guessed or {}).items():
        if ours not in pairs and theirs not in pairs.values():
            pairs[ours], why[ours] = theirs, "as its values show"
    for ours, theirs in _given(given, fields, layer, place):
        pairs.pop(ours, None)
        if theirs:
            pairs[ours], why[ours] = theirs, "given"
    ordered = {name: pairs[name] for name in targets(layer) if name in pairs}
    taken = set(ordered.values())
    readers = {} if dialect is None else _readers(dialect, fields, ordered)
    return FieldMap(ordered, why, [name for name in fields if name not in taken], readers)


def _readers(dialect: tuple[Dialect, Table], fields: Sequence[str], pairs: Mapping[str, str]) -> dict[str, Reader]:
    """How the dialect writes the fields that are taken from where it has them."""
    of, table = dialect
    there = table.found_in(fields)
    found = {}
    for one in table.fields:
        if one.is_ours and pairs.get(one.holds) == there.get(one.name, ""):
            found[one.holds] = Reader(one.factor, incoming_codes(of, one))
    return found


def _without_being_told(
    fields: Sequence[str], layer: Layer, remembered: str | None, dialect: tuple[Dialect, Table] | None
) -> tuple[dict[str, str], dict[str, str]]:
    known = _read(remembered, fields, layer)
    if known is not None:
        return known, dict.fromkeys(known, "remembered")
    if dialect is not None:
        of, table = dialect
        wanted = of.fields if table.role == OUTLINES else of.marker_fields
        reason = f"as in {of.title}"
    else:
        wanted, reason = {name: name for name in _SAFE_BY_NAME}, "of the same name"
    if layer is CANDIDATES and _find(fields, wanted.get("COMMENT", "")) is None and "ADDI_INF" in wanted:
        wanted["COMMENT"] = wanted["ADDI_INF"]  # which candidates do not have
    there = {ours: _find(fields, theirs) for ours, theirs in wanted.items() if ours in targets(layer)}
    pairs = {ours: theirs for ours, theirs in there.items() if theirs is not None}
    return pairs, dict.fromkeys(pairs, reason)


def _read(remembered: str | None, fields: Sequence[str], layer: Layer) -> dict[str, str] | None:
    """A mapping that is remembered; None where there is none, or it is damaged."""
    try:
        told = json.loads(remembered or "null")
    except ValueError:
        return None
    if not isinstance(told, dict):
        return None
    there = {ours: _find(fields, str(theirs)) for ours, theirs in told.items() if ours in targets(layer)}
    return {ours: theirs for ours, theirs in there.items() if theirs is not None}


def _find(fields: Sequence[str], name: str) -> str | None:
    """A field of the file as it writes it, in upper or lower case, without dots, cut off as in a shapefile."""
    return find_fields([name], fields).get(name) if name else None


def _given(given: str | None, fields: Sequence[str], layer: Layer, place: str) -> list[tuple[str, str]]:
    found = []
    for pair in texts_in(given or ""):
        ours, equals, theirs = (part.strip() for part in pair.partition("="))
        if not equals:
            raise UserError(f"'{scrub(pair)}' is no mapping; write --map OURS=THEIRS, such as --map ID=Nr.")
        name = ours.upper()
        if name not in targets(layer):
            if _find(fields, ours) and theirs.upper() in targets(layer):
                raise UserError(
                    f"The inventory's field comes first in --map {scrub(pair)}; write --map {theirs.upper()}={ours}."
                )
            raise UserError(
                f"'{scrub(ours)}' of --map is no field of '{layer.name}' that a file can fill; there are: "
                f"{', '.join(targets(layer))}."
            )
        source = _find(fields, theirs)
        if theirs and source is None:
            there = few(fields, _MOST_NAMED) or "none"
            raise UserError(f"Layer {place} has no field '{scrub(theirs)}', which --map asks for; it has: {there}.")
        found.append((name, source or ""))
    return found
