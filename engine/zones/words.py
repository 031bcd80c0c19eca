"""Words and codes of permafrost zones: as products write them, and as a person says them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ...inventory.errors import UserError
from ...inventory.schema import CONTINUOUS, DISCONTINUOUS, ISOLATED, NO_PERMAFROST, PERMAFROST_ZONES, SPORADIC

OUTSIDE = "outside"
"""Stands for what lies in none of the polygons, among the classes that a person gives."""

_LETTERS = {"C": CONTINUOUS, "D": DISCONTINUOUS, "S": SPORADIC, "I": ISOLATED}
"""As the map of Brown et al. (1997) writes them in its field EXTENT."""
_BEGINNINGS = (("discon", DISCONTINUOUS), ("cont", CONTINUOUS), ("spora", SPORADIC), ("isol", ISOLATED))
_NONE = re.compile(
    r"(no|non|none|without)([ -]?permafrost)?|permafrost[ -]free|(seasonally frozen|unfrozen) ground", re.IGNORECASE
)
_NO_WORD = re.compile(r"[\s_]+")


def zone_of(text: str) -> str | None:
    """The zone that a product's text means; None where it means none, or more than one.

    Examples
    --------
    >>> zone_of("Discon"), zone_of("Isolated patches (< 10 %)"), zone_of("ocean")
    ('discontinuous', 'isolated', None)
    """
    plain = _NO_WORD.sub(" ", text).strip()
    if plain in _LETTERS:
        return _LETTERS[plain]
    if _NONE.fullmatch(plain):
        return NO_PERMAFROST
    words = re.findall(r"[a-z]+", plain.lower())
    found = {zone for word in words for begin, zone in _BEGINNINGS if word.startswith(begin)}
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True)
class GivenClasses:
    """What a person said: zone of codes or texts, in lower case, and of what lies outside of all polygons."""

    zones: Mapping[str, str] = field(default_factory=dict)
    outside: str | None = None

    def __bool__(self) -> bool:
        return bool(self.zones)


def given_classes(text: str | None) -> GivenClasses:
    """Read ``1=continuous,2=discontinuous``; also texts of a field, and ``outside=none``.

    Raises
    ------
    UserError
        It is written otherwise, names no zone of ours, or says two things of one code.
    """
    zones: dict[str, str] = {}
    for part in (piece.strip() for piece in (text or "").split(",")):
        if not part:
            continue
        code, sign, word = part.rpartition("=")
        zone = word.strip().lower()
        code = _code(code)
        if not sign or not code or zone not in PERMAFROST_ZONES:
            raise UserError(
                f"'{part}' (--permafrost-classes) is no class; give code=zone, such as 1=continuous,2=discontinuous. "
                f"The zones are: {', '.join(PERMAFROST_ZONES)}."
            )
        if zones.setdefault(code, zone) != zone:
            raise UserError(f"--permafrost-classes says both {zones[code]} and {zone} of {code}; leave one out.")
    return GivenClasses({code: zone for code, zone in zones.items() if code != OUTSIDE}, zones.get(OUTSIDE))


def _code(text: str) -> str:
    """A code as it is compared: ``1`` for ``1.0``, texts in lower case."""
    plain = text.strip().lower()
    try:
        number = float(plain)
    except ValueError:
        return plain
    return str(int(number)) if number.is_integer() else plain


def same_code(value: object) -> str:
    """A value of a file in the form in which `GivenClasses` keeps codes."""
    return _code(str(value))
