"""What becomes of what is open when an inventory goes out, and how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...gestures.finishing.going_out import Choice
from ...inventory.errors import UserError
from ...inventory.requests.exchange import INCLUDE, REFUSE
from ..telling.lists import few

_NAMED = 5


def words_of(choice: Choice) -> list[str]:
    """Each reason with how many, and the first of them."""
    return [f"{len(names)} {why} ({few(names, _NAMED)})" for why, names in choice.open.items()]


def check_open(choice: Choice, asked: str) -> None:
    """Raise `UserError` where something is open and nobody has said what is to become of it."""
    if asked != REFUSE or not (choice.fids or choice.undecided):
        return
    what = words_of(choice)
    if choice.undecided:
        what.append(f"{choice.undecided} candidates that nobody has decided on")
    raise UserError(
        f"Not all of the inventory is decided: {'; '.join(what)}. Decide on them, or say with --open leave-out or "
        "--open include what is to become of them; candidates never go out.",
        kind="open",
    )


def goes_out(choice: Choice, asked: str, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Those of some rows (feature id first) that go out."""
    return list(rows) if asked == INCLUDE else [row for row in rows if row[0] not in choice.fids]
