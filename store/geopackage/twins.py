"""Contradictions that no gesture makes: two rock glaciers with one identifier, two of one candidate ...

A version tool that merges two copies of an inventory row by row (geodiff, in Mergin Maps), or a row copied
by hand, leaves such. Each is found here; `settling` settles it.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...inventory.schema import (
    CANDIDATES,
    FEATURE_ID,
    LAYERS,
    PRIMARY_MARKERS,
    REMAIN,
    REMOVE,
    ROCK_GLACIERS,
    UNDECIDED,
    Layer,
)
from ..edit import Row
from .completeness import Rows, doubles
from .sql import column, literal

SAME_IDENTIFIER, SAME_CANDIDATE = "same identifier", "same candidate"
SAME_MARKER, SAME_VALUE = "same marker", "same value"
NOT_DECIDED_SO, WITHOUT_ROCK_GLACIER = "not decided so", "without rock glacier"

_ROCK_GLACIERS, _CANDIDATES = column(ROCK_GLACIERS.name), column(CANDIDATES.name)

_SENTENCES = {
    SAME_IDENTIFIER: "{count} rock glaciers have the identifier {key}.",
    SAME_CANDIDATE: "{count} rock glaciers came of the one candidate {key}.",
    SAME_MARKER: "{count} primary markers have the identifier {key}.",
    SAME_VALUE: "{count} rows of '{layer}' have the {field} {key}.",
    NOT_DECIDED_SO: "The candidate {key} is not accepted, and a rock glacier of it is in the inventory.",
    WITHOUT_ROCK_GLACIER: "The candidate {key} is said to remain, and no rock glacier of it is there.",
}


@dataclass(frozen=True)
class Twin:
    """Rows that contradict each other.

    Attributes
    ----------
    kind
        One of the words above.
    layer
        Of the rows.
    key
        What they share: an identifier, a candidate's identifier, a value.
    fids
        Their feature ids, in order.
    field
        The field that holds the key.
    """

    kind: str
    layer: Layer
    key: str
    fids: tuple[int, ...]
    field: str

    @property
    def sentence(self) -> str:
        """What is wrong, for a person."""
        return _SENTENCES[self.kind].format(
            count=len(self.fids), key=self.key, layer=self.layer.name, field=self.field
        )


def find_twins(rows: Rows) -> list[Twin]:
    """All contradictions of an inventory, those of rock glaciers first."""
    found = [
        Twin(SAME_IDENTIFIER, ROCK_GLACIERS, double.value, double.fids, "ID")
        for double in doubles(rows, ROCK_GLACIERS, "ID")
        if double.value
    ]
    known = {fid for twin in found for fid in twin.fids}
    for double in doubles(rows, ROCK_GLACIERS, "CANDIDATE"):
        if double.value and not known.issuperset(double.fids) and not _is_system(rows, double.fids):
            found.append(Twin(SAME_CANDIDATE, ROCK_GLACIERS, double.value, double.fids, "CANDIDATE"))
    found += _not_decided_so(rows) + _without_rock_glacier(rows)
    found += [
        Twin(SAME_MARKER, PRIMARY_MARKERS, double.value, double.fids, "ID")
        for double in doubles(rows, PRIMARY_MARKERS, "ID")
        if double.value
    ]
    found += [
        Twin(SAME_VALUE, layer, double.value, double.fids, name)
        for layer in LAYERS
        for name in layer.unique
        for double in doubles(rows, layer, name)
    ]
    return found


def twin_of(rows: Rows, fid: int, row: Row) -> Twin | None:
    """The contradiction that a rock glacier is in; as `find_twins`, but of one and at once."""
    for kind, name in ((SAME_IDENTIFIER, "ID"), (SAME_CANDIDATE, "CANDIDATE")):
        key = row[name]
        if not key:
            continue
        sql = f"SELECT {FEATURE_ID} FROM {_ROCK_GLACIERS} WHERE {column(name)} = {literal(key)}"
        fids = tuple(sorted(int(found) for (found,) in rows(sql)))
        if len(fids) > 1 and fid in fids and (kind == SAME_IDENTIFIER or not _is_system(rows, fids)):
            return Twin(kind, ROCK_GLACIERS, key, fids, name)
    against = _not_decided_so(rows, row["CANDIDATE"]) if row["CANDIDATE"] else []
    return against[0] if against and fid in against[0].fids else None


def _is_system(rows: Rows, fids: tuple[int, ...]) -> bool:
    """Whether they are the units into which one rock glacier was split."""
    among = ", ".join(str(fid) for fid in fids)
    sql = f'SELECT DISTINCT "RGS_ID" FROM {column(ROCK_GLACIERS.name)} WHERE {FEATURE_ID} IN ({among})'
    systems = rows(sql)
    return len(systems) == 1 and bool(systems[0][0])


def _not_decided_so(rows: Rows, candidate: str | None = None) -> list[Twin]:
    """Rock glaciers whose candidate is not accepted; of one candidate, or of all."""
    one = "" if candidate is None else f'c."CANDIDATE_ID" = {literal(candidate)} AND '
    # A unit of a system may be removed, and with it its candidate, while the others stay.
    removed = f"c.\"STATE\" = {literal(REMOVE)} AND coalesce(r.\"RGS_ID\", '') = ''"
    found = rows(
        f'SELECT r."CANDIDATE", r.{FEATURE_ID} FROM {_ROCK_GLACIERS} r JOIN {_CANDIDATES} c '
        f'ON c."CANDIDATE_ID" = r."CANDIDATE" '
        f'WHERE {one}(c."STATE" = {literal(UNDECIDED)} OR {removed}) ORDER BY r.{FEATURE_ID}'
    )
    of_one: dict[str, list[int]] = {}
    for key, fid in found:
        of_one.setdefault(str(key), []).append(int(fid))
    return [
        Twin(NOT_DECIDED_SO, ROCK_GLACIERS, key, tuple(fids), "CANDIDATE") for key, fids in of_one.items()
    ]


def _without_rock_glacier(rows: Rows) -> list[Twin]:
    """Candidates that remain; not refined ones, as what is merged with a neighbour has none of its own."""
    found = rows(
        f'SELECT c."CANDIDATE_ID", c.{FEATURE_ID} FROM {_CANDIDATES} c WHERE c."STATE" = {literal(REMAIN)} '
        f'AND NOT EXISTS (SELECT 1 FROM {_ROCK_GLACIERS} r WHERE r."CANDIDATE" = c."CANDIDATE_ID") '
        f"ORDER BY c.{FEATURE_ID}"
    )
    return [
        Twin(WITHOUT_ROCK_GLACIER, CANDIDATES, str(key), (int(fid),), "CANDIDATE_ID") for key, fid in found
    ]
