"""Damages files as disks, networks and tools do, by chance from a seed; each damage can be made again.

A damage is told by a word, ``flips-1234``: what is done, and the seed of the chance that places it.
"""

from __future__ import annotations

import random
from collections.abc import Callable

_SIGNATURES = (
    b"",
    b"SQLite format 3\0",
    b"II*\0\x08\0\0\0",
    b"\x89HDF\r\n\x1a\n",
    b"CDF\x01",
    b"PK\x03\x04",
    b"{",
    b"<?xml",
    b"\0\0'\n",
    b"fgb\x03fgb\0",
    b"\xff\xd8\xff\xe0",
    b"\0\0\0\x0cjP  \r\n\x87\n",
    b"<html>404",
    b"version https://git-lfs",
)
"""How files of other formats begin, also those that a failed download leaves."""


def _place(chance: random.Random, content: bytes) -> int:
    """A byte of the file; in half of the cases one of the first 200, where headers are."""
    return chance.randrange(min(200, len(content)) if chance.random() < 0.5 else len(content))


def _cut(chance: random.Random, content: bytes) -> bytes:
    return content[: _place(chance, content)]


def _empty(chance: random.Random, content: bytes) -> bytes:
    return b""


def _flips(chance: random.Random, content: bytes) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        damaged[_place(chance, content)] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def _bytes(chance: random.Random, content: bytes) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 4, 16))):
        damaged[_place(chance, content)] = chance.choice((0, 0xFF, 0x80, 0x7F, chance.randrange(256)))
    return bytes(damaged)


def _zeros(chance: random.Random, content: bytes) -> bytes:
    page = chance.choice((16, 512, 4096))
    start = _place(chance, content) // page * page
    return content[:start] + bytes(min(page, len(content) - start)) + content[start + page :]


def _swapped(chance: random.Random, content: bytes) -> bytes:
    page = chance.choice((16, 512, 4096))
    places = sorted(chance.randrange(len(content) // page + 1) * page for _ in range(2))
    first, second = (content[start : start + page] for start in places)
    if places[0] == places[1]:
        return content[page:] + content[:page]
    return content[: places[0]] + second + content[places[0] + page : places[1]] + first + content[places[1] + page :]


def _header(chance: random.Random, content: bytes) -> bytes:
    signature = chance.choice(_SIGNATURES)
    return signature + content[len(signature) if chance.random() < 0.7 else 0 :]


def _doubled(chance: random.Random, content: bytes) -> bytes:
    start = _place(chance, content)
    return content[:start] + content[: chance.choice((100, 4096))] + content[start:]


def _trailing(chance: random.Random, content: bytes) -> bytes:
    return content + chance.randbytes(chance.choice((1, 100, 5000)))


def _missing(chance: random.Random, content: bytes) -> bytes:
    start = _place(chance, content)
    return content[:start] + content[start + chance.choice((1, 2, 100, 4096)) :]


def _letters(chance: random.Random, content: bytes) -> bytes:
    """Text that is no UTF-8 any more, or says something else."""
    damaged = bytearray(content)
    letters = [place for place in range(len(content)) if 48 <= content[place] < 123]
    for place in chance.sample(letters, min(len(letters), chance.choice((1, 3, 50)))):
        damaged[place] = chance.choice(b'\xff\xe4\xc3\x00"{}[],:;-0z<>\n')
    return bytes(damaged)


DAMAGES: dict[str, Callable[[random.Random, bytes], bytes]] = {
    "cut": _cut,
    "empty": _empty,
    "flips": _flips,
    "bytes": _bytes,
    "zeros": _zeros,
    "swapped": _swapped,
    "header": _header,
    "doubled": _doubled,
    "trailing": _trailing,
    "missing": _missing,
    "letters": _letters,
}

_OFTEN = ("flips", "bytes", "zeros", "letters", "cut")


def some_damage(chance: random.Random) -> str:
    """A word for a damage; what depends on where it lies comes more often."""
    name = chance.choice((*DAMAGES, *_OFTEN))
    return f"{name}-{chance.randrange(10**6)}"


def damaged(content: bytes, damage: str) -> bytes:
    """The content of a file (not empty) with a damage."""
    name, _, seed = damage.partition("-")
    return DAMAGES[name](random.Random(seed), content)
