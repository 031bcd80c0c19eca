"""Tiles are got, each in the thread that needs it: from a server, or from a file."""

from __future__ import annotations

import threading
from typing import Protocol

from ..pieces import Drawn, Piece
from .decoding import decoded
from .requests import Asker
from .sourcetext import Login


class Tiles(Protocol):
    """What a painter has to know of a source."""

    def address_of(self, piece: Piece) -> str:
        """Where a tile is."""


class AskedBefore:
    """Which tiles have been asked for in this run: QGIS's own cache may answer once and not for ever."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pieces: set[Piece] = set()

    def note(self, piece: Piece) -> bool:
        """Whether it was asked for before; it is from now on."""
        with self._lock:
            was = piece in self._pieces
            self._pieces.add(piece)
            return was


class WebPainter:
    """Asks a server."""

    def __init__(self, tiles: Tiles, login: Login, asked: AskedBefore) -> None:
        self._tiles, self._asked = tiles, asked
        self._asker = Asker(login)

    def begin(self) -> None:
        """Take the network of this thread."""
        self._asker.begin()

    def draw(self, piece: Piece) -> Drawn:
        """The tile as the server has it."""
        answer = self._asker.ask(self._tiles.address_of(piece), anew=self._asked.note(piece))
        if answer.fault is not None:
            return Drawn(None, False, answer.fault, answer.requests)
        image, fault = decoded(answer.content)
        return Drawn(image, fault is None, fault, answer.requests)

    def cancel(self) -> None:
        """End what is asked for; from any thread."""
        self._asker.cancel()

    def end(self) -> None:
        """Let it go."""
        self._asker.end()
