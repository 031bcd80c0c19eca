"""Letters of texts that somebody has to write: which need a font, and how they are told where none has them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp", "Zs", "Mn")
_TOLD = 12


def letters_in(texts: Iterable[str]) -> set[str]:
    """The letters that are seen: neither spaces nor controls, nor what is put on other letters."""
    return {letter for text in texts for letter in text if unicodedata.category(letter) not in _INVISIBLE}


def some_of(letters: Iterable[str]) -> str:
    """As many of them as a sentence can name.

    Examples
    --------
    >>> some_of("川冰")
    '冰 川'
    """
    found = sorted(letters)
    return " ".join(found[:_TOLD]) + (" …" if len(found) > _TOLD else "")
