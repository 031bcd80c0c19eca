"""Where the engine's interpreter lives.

One rule, used by the plugin (to start the engine) and by the set-up commands (to build it): a folder
in the user's cache, named after the pinned requirements, so that two copies of the plugin with the
same pins share one environment and a new pin never disturbs a running one.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

PLUGIN_FOLDER = Path(__file__).resolve().parent.parent
REQUIREMENTS = PLUGIN_FOLDER / "requirements" / "engine.txt"
OPTIONAL_REQUIREMENTS = PLUGIN_FOLDER / "requirements" / "openvino.txt"
"""What makes the engine faster, and what it does without where it cannot be installed."""

CACHE_VARIABLE = "ROCK_GLACIER_CACHE"
"""Environment variable that moves the cache folder (a full or slow home disk)."""


def cache_folder() -> Path:
    """Folder for whatever can be made again: environments, captured basemaps, converted networks."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "rock_glacier_inventory"


def networks_folder() -> Path:
    """Folder for networks in the form of another library than PyTorch; it need not exist yet."""
    return cache_folder() / "networks"


def requirements_hash(requirements: Path = REQUIREMENTS) -> str:
    """First 12 hexadecimal digits of the SHA-256 of a requirements file (line ends do not count)."""
    text = requirements.read_bytes().replace(b"\r\n", b"\n")
    return hashlib.sha256(text).hexdigest()[:12]


def engine_environment(requirements: Path = REQUIREMENTS) -> Path:
    """Folder of the engine's virtual environment; it need not exist yet."""
    return cache_folder() / f"engine-{requirements_hash(requirements)}"


def interpreter_in(environment: Path) -> Path:
    """Path of the Python interpreter inside a virtual environment."""
    if sys.platform == "win32":
        return environment / "Scripts" / "python.exe"
    return environment / "bin" / "python"


def find_engine_interpreter() -> Path | None:
    """The engine's interpreter, if one is there: the checkout's own, else the one in the cache."""
    for environment in (PLUGIN_FOLDER / ".venv" / "engine", engine_environment()):
        interpreter = interpreter_in(environment)
        if interpreter.is_file():
            return interpreter
    return None
