"""Tiles of a server are got, by each painter in the thread that needs them."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ..plan.pieces import Drawn, Painter, Piece
from .capabilities import NotTold
from .decoding import decoded
from .requests import Asker
from .sourcetext import Login

Address = Callable[[Asker, int, int], str]
"""Gives the address of the tile of a column and a row; may ask the server first what it has."""


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


class WebPainter(Painter):
    """Asks a server."""

    tells = True

    def __init__(self, address: Address, login: Login, asked: AskedBefore) -> None:
        self._address, self._asked = address, asked
        self._asker = Asker(login)

    def begin(self) -> None:
        """Take the network of this thread."""
        self._asker.begin()

    def draw(self, piece: Piece) -> Drawn:
        """The tile as the server has it."""
        before = self._asker.requests
        try:
            address = self._address(self._asker, piece.column, piece.row)
        except NotTold as error:
            return Drawn(None, False, error.fault, self._asker.requests - before)
        answer = self._asker.ask(address, anew=self._asked.note(piece))
        requests = self._asker.requests - before
        if answer.fault is not None:
            return Drawn(None, False, answer.fault, requests)
        image, fault = decoded(answer.content)
        return Drawn(image, fault is None, fault, requests)

    def cancel(self) -> None:
        """End what is asked for; from any thread."""
        self._asker.cancel()

    def end(self) -> None:
        """Let it go."""
        self._asker.end()
