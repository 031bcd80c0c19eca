"""What is said while a report is read: passed on, and its warnings kept for the page."""

from __future__ import annotations

from typing import Any

from ...inventory.secrets import without_private
from ..telling.report import Report


class Heard(Report):
    """Passes on what is said and keeps the warnings for the page: without folders of this computer."""

    def __init__(self, to: Report) -> None:
        self._to, self.stop = to, to.stop
        self.warnings: list[str] = []

    def say(self, message: Any) -> None:
        """Pass it on."""
        self._to.say(message)

    def warning(self, message: str) -> None:
        """Pass on each warning once, and keep it."""
        told = without_private(message)
        if told not in self.warnings:
            self.warnings.append(told)
            self._to.warning(message)


class Quiet(Heard):
    """The same, without its progress: it would run from the start again."""

    def __init__(self, heard: Heard) -> None:
        super().__init__(heard)
        self.warnings = heard.warnings

    def progress(self, fraction: float | None, message: str = "") -> None:
        """Say nothing, but stop where that was asked for."""
        if self.stop is not None:
            self.stop.check()
