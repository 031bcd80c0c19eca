"""One text for a report of a fault: what the computer has, what is set up, what was said last. No secret is in it."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..secrets import scrub
from .machine import Machine
from .state import Environment

_FIRST, _LAST = 50, 60
"""Lines of the log: how it began, and how it ended."""


def diagnostics(
    versions: Mapping[str, str],
    machine: Machine | None,
    found: Iterable[Environment],
    said: str,
    log: str,
    home: Path | None,
) -> str:
    """The text, of the versions of programs, what the page `said`, and the end of the log of the last set-up.

    `home` is left out: it has the person's name.
    """
    lines = [f"{name}: {version}" for name, version in versions.items()]
    lines.append(f"system: {platform.platform()}, {platform.machine()}")
    if machine is not None:
        card = machine.card
        lines.append(f"free disk: {machine.free / 1e9:.1f} GB")
        lines.append(f"card: {card.name}, driver {_dotted(card.driver)}, {card.memory} MiB" if card else "card: none")
    for one in found:
        facts = ", ".join(f"{name} {value}" for name, value in one.facts.items()) or "half-built"
        lines.append(f"{one.folder}: {facts}{'' if one.whole or not one.facts else ', its Python is gone'}")
    logged = log.splitlines()
    if len(logged) > _FIRST + _LAST:
        logged = [*logged[:_FIRST], "[...]", *logged[-_LAST:]]
    lines += ["", said, "", *logged]
    text = "\n".join(lines)
    if home is not None and len(str(home)) > 1:
        text = text.replace(str(home), "~")
    return scrub(text)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
