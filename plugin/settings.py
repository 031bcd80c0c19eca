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


@dataclass
class Settings:
    """What a person can set; an empty text means 'find it yourself'."""

    engine_python: str = ""
    models_folder: str = ""

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

    def engine(self) -> Engine:
        """The engine: the Python chosen here, or in the environment variable, or the one that is found."""
        chosen = self.engine_python or os.environ.get(ENGINE_VARIABLE)
        interpreter = Path(chosen) if chosen else find_engine_interpreter()
        models = self.models_folder or os.environ.get(MODELS_VARIABLE)
        return Engine(interpreter, Path(models) if models else None)


def current_engine() -> Engine:
    """The engine as the settings say now."""
    return Settings.load().engine()
