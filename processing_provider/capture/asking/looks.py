"""What a picture looks like: whether it shows the ground at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from qgis.PyQt.QtGui import QImage

from .faults import EMPTY, HALF_LOADED, ONE_COLOUR

_GREY = b"\x80\x80\x80\xff"
"""What decoders of JPEG put where the data end too soon."""
_REPEATS = 4
_REPEATS_OF_LITTLE = 2
_LITTLE = 1.0
"""Bits per pixel of the compressed picture below which it shows next to nothing (text on a plain ground)."""


def pixels_of(image: QImage) -> bytes:
    """The picture as red, green, blue and alpha, row by row."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    bits = image.constBits()
    bits.setsize(image.width() * image.height() * 4)
    return bytes(bits)


def look(pixels: bytes) -> str:
    """What is wrong with a picture (a reason of `faults`); empty where it may be ground."""
    if not any(pixels[3::4]):
        return EMPTY
    if pixels == pixels[:4] * (len(pixels) // 4):
        return ONE_COLOUR
    quarter = len(pixels) // 16 * 4
    if pixels[-quarter:] == _GREY * (quarter // 4):
        return HALF_LOADED
    return ""


def digest_of(pixels: bytes) -> bytes:
    """What tells two pictures apart."""
    return hashlib.sha256(pixels).digest()[:16]


def placeholders(pictures: Iterable[tuple[bytes, float]]) -> set[bytes]:
    """Digests of pictures that repeat, as the ground never does.

    Parameters
    ----------
    pictures
        Of every piece its digest, and the bits per pixel of its compressed file.

    Two pieces of real imagery are never the same to the last bit unless they are of one colour. Four equal
    ones are taken for a placeholder; two, where hardly anything is on them.
    """
    counts: Counter[bytes] = Counter()
    little: set[bytes] = set()
    for digest, bits in pictures:
        counts[digest] += 1
        if bits < _LITTLE:
            little.add(digest)
    return {
        digest for digest, count in counts.items() if count >= (_REPEATS_OF_LITTLE if digest in little else _REPEATS)
    }
