"""What a session can ask the engine for, without knowing of one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol


class AskForUnits(Protocol):
    """Asks for the units of a feature; what it gives back takes the question back."""

    def __call__(
        self,
        inventory: Path,
        layer: str,
        fid: int,
        answer: Callable[[dict[str, Any], list[str]], None],
        refuse: Callable[[str], None],
    ) -> Callable[[], None]:
        """`answer` is given the proposal and the engine's warnings, `refuse` a sentence."""
