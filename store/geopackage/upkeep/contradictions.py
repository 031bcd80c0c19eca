"""Contradictions that no gesture makes: two rock glaciers with one identifier, two of one candidate ...

A version tool that merges two copies of an inventory row by row (geodiff, in Mergin Maps), or a row copied
by hand, leaves such. Each is found here; `settling` settles it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ....inventory.schema import CANDIDATES, LAYERS, PRIMARY_MARKERS, REMAIN, REMOVE, ROCK_GLACIERS, UNDECIDED, Layer
from ...records import Row
from ...twins import NOT_DECIDED_SO, SAME_CANDIDATE, SAME_IDENTIFIER, SAME_MARKER, WITHOUT_ROCK_GLACIER, Twin
from ..sql import Sql, compose, name
from .completeness import Rows, doubles


def find_twins(rows: Rows, layers: Sequence[Layer] = LAYERS) -> list[Twin]:
    """All contradictions of an inventory, those of rock glaciers first; `layers` are those that the file has."""
    found = [twin for twin in doubles(rows, ROCK_GLACIERS, "ID", SAME_IDENTIFIER) if twin.key]
    known = {fid for twin in found for fid in twin.fids}
    for twin in doubles(rows, ROCK_GLACIERS, "CANDIDATE", SAME_CANDIDATE):
        if twin.key and not known.issuperset(twin.fids) and not _is_system(rows, twin.fids):
            found.append(twin)
    found += _not_decided_so(rows) + _without_rock_glacier(rows)
    found += [twin for twin in doubles(rows, PRIMARY_MARKERS, "ID", SAME_MARKER) if twin.key]
    return found + [twin for layer in layers for field in layer.unique for twin in doubles(rows, layer, field)]


def twin_of(rows: Rows, fid: int, row: Row) -> Twin | None:
    """The contradiction that a rock glacier is in; as `find_twins`, but of one and at once."""
    for kind, field in ((SAME_IDENTIFIER, "ID"), (SAME_CANDIDATE, "CANDIDATE")):
        key = row[field]
        if not key:
            continue
        told = rows(
            compose("SELECT {fid} FROM {table} WHERE {field} = {key}", table=ROCK_GLACIERS, field=name(field), key=key)
        )
        fids = tuple(sorted(int(found) for (found,) in told))
        if len(fids) > 1 and fid in fids and (kind == SAME_IDENTIFIER or not _is_system(rows, fids)):
            return Twin(kind, ROCK_GLACIERS, key, fids, field)
    against = _not_decided_so(rows, row["CANDIDATE"]) if row["CANDIDATE"] else []
    return against[0] if against and fid in against[0].fids else None


def _is_system(rows: Rows, fids: tuple[int, ...]) -> bool:
    """Whether they are the units into which one rock glacier was split."""
    systems = rows(
        compose('SELECT DISTINCT "RGS_ID" FROM {table} WHERE {fid} IN ({fids})', table=ROCK_GLACIERS, fids=fids)
    )
    return len(systems) == 1 and bool(systems[0][0])


def _not_decided_so(rows: Rows, candidate: str | None = None) -> list[Twin]:
    """Rock glaciers whose candidate is not accepted; of one candidate, or of all."""
    # A unit of a system may be removed, and with it its candidate, while the others stay.
    found = rows(
        compose(
            'SELECT r."CANDIDATE", r.{fid} FROM {rock_glaciers} r JOIN {candidates} c '
            'ON c."CANDIDATE_ID" = r."CANDIDATE" WHERE {one} AND (c."STATE" = {undecided} '
            "OR c.\"STATE\" = {remove} AND coalesce(r.\"RGS_ID\", '') = '') ORDER BY r.{fid}",
            rock_glaciers=ROCK_GLACIERS,
            candidates=CANDIDATES,
            one=Sql("1") if candidate is None else compose('c."CANDIDATE_ID" = {key}', key=candidate),
            undecided=UNDECIDED,
            remove=REMOVE,
        )
    )
    of_one: dict[str, list[int]] = {}
    for key, fid in found:
        of_one.setdefault(str(key), []).append(int(fid))
    return [Twin(NOT_DECIDED_SO, ROCK_GLACIERS, key, tuple(fids), "CANDIDATE") for key, fids in of_one.items()]


def _without_rock_glacier(rows: Rows) -> list[Twin]:
    """Candidates that remain; not refined ones, as what is merged with a neighbour has none of its own."""
    found = rows(
        compose(
            'SELECT c."CANDIDATE_ID", c.{fid} FROM {candidates} c WHERE c."STATE" = {remain} AND NOT EXISTS '
            '(SELECT 1 FROM {rock_glaciers} r WHERE r."CANDIDATE" = c."CANDIDATE_ID") ORDER BY c.{fid}',
            candidates=CANDIDATES,
            remain=REMAIN,
            rock_glaciers=ROCK_GLACIERS,
        )
    )
    return [Twin(WITHOUT_ROCK_GLACIER, CANDIDATES, str(key), (int(fid),), "CANDIDATE_ID") for key, fid in found]
