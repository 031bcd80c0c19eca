"""How this QGIS reaches the engine: which Python, and what to say where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsApplication

from ...inventory.environment import PLUGIN_FOLDER
from ...inventory.requests.option import to_arguments
from ...inventory.requests.small import EnvironmentRequest
from .translation import tr


@dataclass(frozen=True)
class Engine:
    """The engine's interpreter (None where none was found) and the folder of the person's own models."""

    interpreter: Path | None
    models_folder: Path | None = None

    @property
    def prefix(self) -> list[str]:
        """Program and first arguments; ``-I`` keeps QGIS's PYTHONHOME and PYTHONPATH out."""
        return [str(self.interpreter), "-I", str(PLUGIN_FOLDER)]

    def problem(self) -> str:
        """What is missing and where to get it; empty where all is well."""
        if self.interpreter is None:
            return tr(
                "The engine was not found. It is a Python environment of its own (PyTorch, "
                "rasterio and others, about 6 GB), built once in a terminal by the command: {}   "
                "If it is there already, choose its Python under Settings, Options, Rock glacier "
                "inventory."
            ).format(build_command())
        if not self.interpreter.is_file():
            return tr(
                "The engine's Python {} does not exist; choose another under Settings, Options, Rock glacier inventory."
            ).format(self.interpreter)
        return ""


def usual_models_folder() -> Path:
    """Where models of one's own go while nobody has chosen a folder: in the profile. It need not be there yet."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "rock_glacier_inventory" / "models"


def build_command() -> str:
    """The command that builds the engine's environment, to be copied into a terminal."""
    return " ".join(["python3", f'"{PLUGIN_FOLDER}"', *to_arguments(EnvironmentRequest(create=True))])
