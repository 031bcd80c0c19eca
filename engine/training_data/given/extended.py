"""The extended outlines of inventories that give two of each rock glacier (RGIK 2023)."""

from __future__ import annotations

from collections.abc import Sequence

from ...telling.report import Report
from ..outlines import Given

OUTLINE_TYPE = ("OutType", "Out.Type", "OutlineType", "outline_type", "ou_type")
"""Names of the field that tells which outline it is, as inventories of the RGIK's templates spell it."""

_EXTENDED, _RESTRICTED = "extended", "restricted"


def extended_only(given: Sequence[Given], name: str, report: Report) -> list[Given]:
    """Without the restricted outlines (those without fronts and lateral margins) where there are extended ones.

    Both stand for the same rock glacier. The network learns the extended footprint, as the plugin's inventories
    and that of the Tibetan Plateau have it.

    Parameters
    ----------
    given
        Outlines of one source; `outline_type` is what its field says, blanks and capitals whatever.
    name
        Of the source.
    report
        Is told what is left out, and where there are only restricted ones.
    """
    types = [one.outline_type.strip().lower() for one in given]
    restricted = types.count(_RESTRICTED)
    if not restricted:
        return list(given)
    if _EXTENDED not in types:
        report.warning(
            f"{name} has restricted outlines alone ({restricted}); they are learnt without fronts and lateral margins."
        )
        return list(given)
    report.warning(f"Restricted outlines of {name} were left out, since it has extended ones, too: {restricted}.")
    return [one for one, told in zip(given, types, strict=True) if told != _RESTRICTED]
