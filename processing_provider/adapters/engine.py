"""How this QGIS reaches the engine: which Python, and what to say where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsApplication
from qgis.utils import iface

from ...inventory.environment import PLUGIN_FOLDER
from .translation import tr

SETUP_SCHEME = "rockglacier"
"""Of the address that leads to the set-up page (`plugin/setup/need.py`)."""


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
                "The engine is not set up yet: press Set up under Settings, Options, Rock glacier inventory (a few "
                "minutes, no terminal)."
            )
        if not self.interpreter.is_file():
            return tr(
                "The engine's Python {} does not exist; choose another under Settings, Options, Rock glacier inventory."
            ).format(self.interpreter)
        return ""


def usual_models_folder() -> Path:
    """Where models of one's own go while nobody has chosen a folder: in the profile. It need not be there yet."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "rock_glacier_inventory" / "models"


def with_link(problem: str) -> str:
    """A problem as a dialog of QGIS shows it, with a link to the page that mends it; as it is without a desktop."""
    if iface is None or not problem:
        return problem
    link = f'<a href="{SETUP_SCHEME}:page">{tr("Set up the engine…")}</a>'
    return f"<p>{problem}</p><p>{link}</p>"
