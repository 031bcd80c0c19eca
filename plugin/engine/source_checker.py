"""Asks the warm engine what a source is, for the line beside it in the settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ...inventory.messages import CANCELLED
from ...inventory.requests.option import to_arguments
from ...inventory.requests.small import SourcesRequest
from ..dock.dialogs.source_line import Answer, Question
from .warm_engine import WarmEngine


class SourceChecker:
    """Asks about sources, against the outlines of an inventory where one is open."""

    def __init__(self, engine: WarmEngine, inventory: Path | None) -> None:
        self._engine, self._inventory = engine, inventory

    def ask(self, question: Question, answer: Answer) -> Callable[[], None]:
        """Ask; the answer comes later, and never after what is given back was called."""
        request = self._engine.ask(
            to_arguments(
                SourcesRequest(
                    input=question.source,
                    inventory=self._inventory,
                    purpose=question.purpose,
                    variable=question.variable or None,
                    unit=question.unit or None,
                    classes=question.classes or None,
                )
            )
        )
        alive = [True]

        def done(values: dict[str, Any]) -> None:
            if alive[0]:
                lines = [seen["line"] for seen in values["sources"] if values["good"] or not seen["good"]]
                answer(bool(values["good"]), "; ".join(lines))

        def failed(kind: str, sentence: str) -> None:
            if alive[0] and kind != CANCELLED:
                answer(False, sentence)

        def take_back() -> None:
            if alive[0]:
                alive[0] = False
                self._engine.stop(request)

        request.finished.connect(done)
        request.failed.connect(failed)
        return take_back
