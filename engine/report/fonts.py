"""Fonts for figures and PDF: matplotlib's own, and fonts of the computer for letters that it does not have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from ...inventory.naming.letters import letters_in, some_of

_OWN = Path(mpl.get_data_path()) / "fonts" / "ttf"
PLAIN, BOLD, SLANTED = (_OWN / f"DejaVuSans{ending}.ttf" for ending in ("", "-Bold", "-Oblique"))
_LIKELY = ("cjk", "zenhei", "uming", "yahei", "simsun", "msgothic", "pingfang", "hiragino", "unifont", "noto")
"""Parts of names of fonts with many letters, which are asked first."""
_BOX = "\u25a1"
_MOST_FONTS = 3


@dataclass(frozen=True)
class Fonts:
    """Fonts beside matplotlib's own: `families` by name, `paths` of their files; `missing` letters are in none."""

    families: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()
    missing: str = ""

    def written(self, text: str) -> str:
        """A text with a box for each letter that is in no font."""
        return text.translate(dict.fromkeys(map(ord, self.missing), _BOX)) if self.missing else text

    def words(self) -> str:
        """What a reader must know of it; empty where all letters are there."""
        if not self.missing:
            return ""
        return (
            f"No font of this computer has the letters {some_of(self.missing)}; in figures and in the PDF a box stands "
            "for each, while the page shows them where its reader has a font. Install one such as Noto Sans CJK and "
            "make it anew."
        )


def fonts_for(texts: Iterable[str]) -> Fonts:
    """Fonts in which all letters of some texts can be written, as far as this computer has them."""
    own = FT2Font(str(PLAIN)).get_charmap()
    missing = {letter for letter in letters_in(texts) if ord(letter) not in own}
    families, paths = list[str](), list[Path]()
    for path in _of_the_computer() if missing else ():
        letters = _letters(path)
        if not letters or not (has := {letter for letter in missing if ord(letter) in letters}):
            continue
        font_manager.fontManager.addfont(str(path))
        families.append(font_manager.FontProperties(fname=str(path)).get_name())
        paths.append(path)
        missing -= has
        if not missing or len(paths) == _MOST_FONTS:
            break
    return Fonts(tuple(families), tuple(paths), "".join(sorted(missing)))


def _of_the_computer() -> list[Path]:
    """Files of fonts, those that are likely to have many letters first."""
    found = [Path(name) for name in font_manager.findSystemFonts()]
    return sorted(found, key=lambda path: (not any(part in path.name.lower() for part in _LIKELY), path.name))


def _letters(path: Path) -> frozenset[int]:
    """Codes of the letters of a font; none where it cannot be read, or is made of pictures."""
    try:
        font = FT2Font(str(path))
        return frozenset(font.get_charmap()) if font.scalable else frozenset()
    except (OSError, RuntimeError, ValueError):
        return frozenset()
