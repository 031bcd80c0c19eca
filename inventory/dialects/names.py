"""Names and words as people write them: in another case, with and without dots and blanks, cut to ten characters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

SHORT = 10
"""Characters of a field's name that a shapefile keeps."""


def plain(text: str) -> str:
    """A name or word without what people write differently: case, blanks, dots, hyphens and underscores.

    Examples
    --------
    >>> plain("Acti.Cl. ") == plain("actiCl"), plain("active_uncertain") == plain("Active uncertain ")
    (True, True)
    >>> plain("cm-dm") == plain("cm")
    False
    """
    text = text.strip().casefold()
    if text.endswith(".0") and text[:-2].lstrip("-").isdigit():
        text = text[:-2]  # a code in a column of real numbers
    return "".join(letter for letter in text if letter not in " ._-\t\u00a0")


def find_fields(wanted: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Which names of a file are which wanted ones: as they are, else in another case, without dots, cut to ten.

    A name that may be two of the wanted ones, as a cut one may, is none of them.
    """
    found: dict[str, str] = {}
    for same in (str, str.upper, plain, _cut):
        theirs = _once(same, [name for name in names if name not in found.values()])
        for ours, name in _once(same, [name for name in wanted if name not in found]).items():
            if ours in theirs:
                found[name] = theirs[ours]
    return found


def _cut(name: str) -> str:
    return plain(name[:SHORT])


def _once(same: Callable[[str], str], names: Sequence[str]) -> dict[str, str]:
    """Names by how they are compared, those that only one has."""
    told: dict[str, list[str]] = {}
    for name in names:
        told.setdefault(same(name.strip()), []).append(name)
    return {key: of[0] for key, of in told.items() if len(of) == 1}
