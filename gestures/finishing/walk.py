"""A way through what is still open: one after the other, there and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...inventory.schema import Layer
from .open_points import Target


class Walk:
    """Features of one kind, in an order that stays while one goes through them.

    Parameters
    ----------
    kind
        One of `open_points.KINDS`, or of a rule that is broken (see `checked`).
    targets
        What is to be looked at.
    told
        What is to be said of each, where that is not the same of all.
    """

    def __init__(self, kind: str, targets: Sequence[Target], told: Mapping[Target, str] | None = None) -> None:
        self.kind, self._targets, self._told = kind, list(targets), told or {}
        self._place = 0

    def __len__(self) -> int:
        return len(self._targets)

    @property
    def place(self) -> int:
        """The place of the present one, from 1; that of the last one when all were shown."""
        return min(self._place + 1, len(self._targets))

    def current(self) -> Target | None:
        """What is to be looked at now; None when all were."""
        return self._targets[self._place] if self._place < len(self._targets) else None

    def told(self, layer: Layer, fid: int) -> str:
        """What is to be said of a feature; empty where nothing is."""
        return self._told.get((layer, fid), "")

    def is_at(self, layer: Layer, fid: int) -> bool:
        """Whether a feature is the present one."""
        return self.current() == (layer, fid)

    def advance(self) -> None:
        """On to the next one."""
        self._place = min(self._place + 1, len(self._targets))

    def back(self) -> bool:
        """To the one before; whether there is one."""
        if self._place == 0:
            return False
        self._place -= 1
        return True
