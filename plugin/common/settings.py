"""The plugin's settings: what QgsSettings holds under our prefix, read and written one key at a time.

Nobody keeps a record of them: the dock, the options page and a second window would each write theirs whole
over what the others have set.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from qgis.core import QgsSettings

from ...inventory.environment import find_engine_interpreter
from ...processing_provider.adapters.engine import Engine, usual_models_folder

PREFIX = "rock_glacier_inventory"
ENGINE_VARIABLE = "ROCK_GLACIER_ENGINE_PYTHON"
"""Environment variable that names the engine's Python, for tests and for machines without a desktop."""
MODELS_VARIABLE = "ROCK_GLACIER_MODELS"
_KEPT = 12
"""Names and files that are remembered."""


class _Key:
    """One setting: read from QgsSettings when it is asked for, written when it is set."""

    def __init__(self, default: str | float) -> None:
        self._default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"{PREFIX}/{name}"

    def __get__(self, holder: object, owner: type | None = None) -> Any:
        return QgsSettings().value(self._name, self._default, type=type(self._default))

    def __set__(self, holder: object, value: str | float) -> None:
        QgsSettings().setValue(self._name, value)


class Settings:
    """What a person can set; an empty text means 'find it yourself'. All instances are the same settings."""

    engine_python = _Key("")
    models_folder = _Key("")
    engine_folder = _Key("")
    """Where the engine is kept, where the usual cache will not do."""
    model = _Key("")
    """Model card that the dock detects with."""
    person = _Key("")
    people = _Key("")
    """Names that were used here, one a line."""
    mode = _Key("map")
    recent = _Key("")
    """Inventories that were open here, the latest first, one a line."""
    sample_place = _Key("")
    """Folder that a sample is made in; empty for the person's documents."""
    order = _Key("nearest")
    last_reason = _Key("")
    comments = _Key("")
    """Comments that were written here, the latest first, one a line."""
    viewer = _Key("")
    """Pattern of the address that a place is opened at elsewhere; empty for Google Earth."""
    refine_tool = _Key("reshape")
    """Tool that Refine begins with: the one of reshape and vertices that was taken last."""
    uses_levels = _Key(False)
    """Whether outlines were made to grow or shrink here: then the engine is warm for the first key."""
    context_metres = _Key(750.0)
    """Metres of ground that the map shows on each side of the candidate."""
    fixed_scale = _Key(0.0)
    """Denominator of the scale at which every candidate is shown; 0 where it follows the candidate."""

    def known_people(self) -> list[str]:
        """Names that were used here, the latest first."""
        return _lines(self.people)

    def recent_inventories(self) -> list[str]:
        """Inventories that were open here, the latest first."""
        return _lines(self.recent)

    def recent_comments(self) -> list[str]:
        """Comments that were written here, the latest first."""
        return _lines(self.comments)

    def remember_comment(self, text: str) -> None:
        """Put a comment first in the list of those that are offered again."""
        self.comments = _first(text, self.recent_comments())

    def remember_recent(self, path: str) -> None:
        """Put an inventory first in the list of recent ones."""
        self.recent = _first(path, self.recent_inventories())

    def remember_person(self, name: str) -> None:
        """Put a name first in the list of known ones: who uses the dock now. Empty for nobody."""
        self.person = name
        if name:
            self.people = _first(name, self.known_people())

    def forget_person(self, name: str) -> None:
        """Take a name off the list, such as a misspelt one; what it was written into keeps it."""
        self.people = "\n".join(known for known in self.known_people() if known != name)
        if self.person == name:
            self.person = ""


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def _first(one: str, known: list[str]) -> str:
    return "\n".join([one, *(other for other in known if other != one)][:_KEPT])


def engine_of(python: str, models: str) -> Engine:
    """The engine of these paths; for an empty one, the environment variable's or the one that is found.

    Models that were trained or imported while no folder was chosen are in the usual one.
    """
    chosen = python or os.environ.get(ENGINE_VARIABLE)
    interpreter = Path(chosen) if chosen else find_engine_interpreter()
    folder = models or os.environ.get(MODELS_VARIABLE)
    usual = usual_models_folder()
    return Engine(interpreter, Path(folder) if folder else usual if usual.is_dir() else None)


def current_engine() -> Engine:
    """The engine as the settings say now."""
    settings = Settings()
    return engine_of(settings.engine_python, settings.models_folder)
