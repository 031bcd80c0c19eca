"""Where the engine's interpreter lives.

One rule, used by the plugin (to start the engine) and by the set-up commands (to build it): a folder
in the user's cache, named after the pinned requirements, so that two copies of the plugin with the
same pins share one environment and a new pin never disturbs a running one. There may be one for each flavour
(`setup/flavours.py`), and the developers' one.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from .errors import UserError
from .setup.flavours import FINISHED, FLAVOURS, PLATFORMS, environment_name, platform_here

PLUGIN_FOLDER = Path(__file__).resolve().parent.parent
REQUIREMENTS = PLUGIN_FOLDER / "requirements" / "engine.txt"

CACHE_VARIABLE = "ROCK_GLACIER_CACHE"
"""Environment variable that moves the cache folder (a full or slow home disk)."""


def cache_folder() -> Path:
    """Folder for whatever can be made again: environments, captured basemaps, converted networks.

    Raises
    ------
    UserError
        Nothing says where it is: whoever runs this has no home.
    """
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or _home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = _home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or _home() / ".cache")
    return base / "rock_glacier_inventory"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError as error:  # no HOME, and a user whom the system does not know, as in a container
        raise UserError(
            f"The user who runs this has no home folder; set HOME, or set {CACHE_VARIABLE} to a folder for "
            "what the engine keeps.",
            "environment",
        ) from error


def networks_folder() -> Path | None:
    """Folder for networks in the form of another library than PyTorch; it need not exist yet.

    None where nothing says where it is: they are made anew then.
    """
    try:
        return cache_folder() / "networks"
    except UserError:
        return None


def requirement_files(requirements: Path = REQUIREMENTS) -> list[Path]:
    """A file of requirements, and those that it includes."""
    files = [requirements]
    for line in requirements.read_text("utf-8").splitlines():
        if line.startswith("-r "):
            files += requirement_files(requirements.with_name(line.split()[1]))
    return files


def requirements_hash(requirements: Path = REQUIREMENTS) -> str:
    """First 12 digits of the SHA-256 of a file of requirements and all that it includes (line ends do not count)."""
    text = b"".join(path.read_bytes() for path in requirement_files(requirements))
    return hashlib.sha256(text.replace(b"\r\n", b"\n")).hexdigest()[:12]


def engine_environment(requirements: Path = REQUIREMENTS) -> Path:
    """Folder of the developers' environment of the engine; it need not exist yet."""
    return cache_folder() / f"engine-{requirements_hash(requirements)}"


def interpreter_in(environment: Path) -> Path:
    """Path of the Python interpreter inside a virtual environment."""
    if sys.platform == "win32":
        return environment / "Scripts" / "python.exe"
    return environment / "bin" / "python"


def flavour_environment(flavour: str) -> Path:
    """Folder of the environment of a flavour, which need not exist yet; for one of `flavours.PLATFORMS`."""
    return cache_folder() / environment_name(flavour, platform_here())


def is_finished(environment: Path) -> bool:
    """Whether the environment of a flavour is whole, and its Python is there: a set-up may have been killed."""
    return _is_there(environment / FINISHED) and _is_there(interpreter_in(environment))


def find_engine_interpreter() -> Path | None:
    """The engine's interpreter: the checkout's own, else a finished full or light one, else the developers'."""
    own = interpreter_in(PLUGIN_FOLDER / ".venv" / "engine")
    try:
        if _is_there(own):
            return own
        for flavour in reversed(FLAVOURS) if platform_here() in PLATFORMS else ():
            environment = flavour_environment(flavour)
            if is_finished(environment):
                return interpreter_in(environment)
        developers = interpreter_in(engine_environment())
        return developers if _is_there(developers) else None
    except UserError:  # no home
        return None


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # in a folder that only others may look into
        return False
