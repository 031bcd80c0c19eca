"""What a set-up has to say, as a kind and its values: QGIS's side puts it into words in the person's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Told:
    """A kind of sentence (`plugin/setup/words.py` has one for each) and what it names."""

    kind: str
    values: dict[str, Any] = field(default_factory=dict)


class SetupFault(Exception):
    """A step that did not end well.

    Parameters
    ----------
    told
        What is wrong.
    detail
        The last words of the program or system, for the log and the diagnostics.
    """

    def __init__(self, told: Told, detail: str = "") -> None:
        super().__init__(f"{told.kind}: {detail}" if detail else told.kind)
        self.told, self.detail = told, detail


class Stopped(Exception):
    """The person cancelled. What was downloaded whole is kept."""
