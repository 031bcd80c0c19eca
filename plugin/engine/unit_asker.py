"""Asks the warm engine which units a rock glacier or a candidate has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ...inventory.messages import CANCELLED
from ...inventory.requests.option import to_arguments
from ...inventory.requests.units import UnitsRequest
from ..common.guard import Tell, Wires
from .warm_engine import WarmEngine


class UnitAsker:
    """See `plugin.session.asking`."""

    def __init__(self, engine: WarmEngine, tell: Tell) -> None:
        self._engine, self._tell = engine, tell

    def ask(
        self,
        inventory: Path,
        layer: str,
        fid: int,
        answer: Callable[[dict[str, Any], list[str]], None],
        refuse: Callable[[str], None],
    ) -> Callable[[], None]:
        """Ask; the answer comes later, and never after what is given back was called."""
        asked = UnitsRequest(inventory=inventory, layer=layer, feature=str(fid))
        request, wires = self._engine.ask(to_arguments(asked)), Wires(self._tell)
        warned: list[str] = []

        alive = [True]

        def over() -> None:
            alive[0] = False
            wires.cut()

        def done(values: dict[str, Any]) -> None:
            over()
            answer(values["proposals"][0], warned)

        def failed(kind: str, sentence: str) -> None:
            over()
            if kind != CANCELLED:
                refuse(sentence)

        def take_back() -> None:
            if alive[0]:  # else the engine has deleted it
                over()
                self._engine.stop(request)

        for signal, slot in ((request.finished, done), (request.failed, failed), (request.warned, warned.append)):
            wires.connect(signal, slot)
        return take_back
