"""The plugin's settings: one dataclass whose fields are the keys, types and defaults of QgsSettings."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from qgis.core import QgsSettings

from ..inventory.environment import find_engine_interpreter
from ..processing_provider.engine import Engine

PREFIX = "rock_glacier_inventory"
ENGINE_VARIABLE = "ROCK_GLACIER_ENGINE_PYTHON"
"""Environment variable that names the engine's Python, for tests and for machines without a desktop."""
MODELS_VARIABLE = "ROCK_GLACIER_MODELS"
_KEPT = 12
"""Names and files that are remembered."""


@dataclass
class Settings:
    """What a person can set; an empty text means 'find it yourself'."""

    engine_python: str = ""
    models_folder: str = ""
    model: str = ""
    """Model card that the dock detects with."""
    person: str = ""
    people: str = ""
    """Names that were used here, one a line."""
    mode: str = "map"
    recent: str = ""
    """Inventories that were open here, the latest first, one a line."""
    order: str = "nearest"
    last_reason: str = ""
    context_factor: float = 3.0
    """Width of the map in widths of the candidate."""
    fixed_scale: float = 0.0
    """Denominator of the scale at which every candidate is shown; 0 where it follows the candidate."""

    @classmethod
    def load(cls) -> Settings:
        """Read them; a key that was never written has its default."""
        store = QgsSettings()
        return cls(
            **{
                field.name: store.value(f"{PREFIX}/{field.name}", field.default, type=type(field.default))
                for field in fields(cls)
            }
        )

    def save(self) -> None:
        """Write them."""
        store = QgsSettings()
        for name, value in asdict(self).items():
            store.setValue(f"{PREFIX}/{name}", value)

    def remember_recent(self, path: str) -> None:
        """Put an inventory first in the list of recent ones."""
        self.recent = "\n".join(
            [path, *(known for known in self.recent.split("\n") if known != path)][:_KEPT]
        )

    def remember_person(self, name: str) -> None:
        """Put a name first in the list of known ones: who uses the dock now."""
        self.person = name
        self.people = "\n".join(
            [name, *(known for known in self.people.split("\n") if known != name)][:_KEPT]
        )

    def engine(self) -> Engine:
        """The engine: the Python chosen here, or in the environment variable, or the one that is found."""
        chosen = self.engine_python or os.environ.get(ENGINE_VARIABLE)
        interpreter = Path(chosen) if chosen else find_engine_interpreter()
        models = self.models_folder or os.environ.get(MODELS_VARIABLE)
        return Engine(interpreter, Path(models) if models else None)


def current_engine() -> Engine:
    """The engine as the settings say now."""
    return Settings.load().engine()
