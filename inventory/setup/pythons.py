"""A Python of the computer, where none can be downloaded: found as each system has it, and never QGIS's own."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .flavours import MACOS, WINDOWS
from .pins import SUITABLE_PYTHONS

PROBE = (
    "import json, platform, struct, sys; "
    "print(json.dumps([sys.executable, list(sys.version_info[:3]), struct.calcsize('P') * 8, platform.machine(), "
    "sys.base_prefix]))"
)
_MAC_FOLDERS = ("/opt/homebrew/bin", "/usr/local/bin", "/opt/local/bin")
"""A program that is started from the Dock knows no path of a shell."""
_MAC_FRAMEWORK = "/Library/Frameworks/Python.framework/Versions/{}/bin"
_MACHINES = {MACOS: ("arm64",)}


@dataclass(frozen=True)
class Python:
    """What a Python said of itself."""

    executable: Path
    version: tuple[int, ...]
    bits: int
    machine: str
    prefix: Path


def candidates(platform: str, path: str = "") -> list[list[str]]:
    """Commands that may start a Python, the best first. `path` is the PATH of the environment."""
    versions = [".".join(map(str, version)) for version in SUITABLE_PYTHONS]
    if platform == WINDOWS:
        found = [["py", f"-{version}"] for version in versions] + _in_path(["python.exe"], path, ";")
        return [command for command in found if "windowsapps" not in command[0].lower()]  # that opens a shop
    names = [f"python{version}" for version in versions]
    folders = path
    if platform == MACOS:
        frameworks = [_MAC_FRAMEWORK.format(version) for version in versions]
        folders = os.pathsep.join([path, *_MAC_FOLDERS, *frameworks])
    return _in_path([*names, "python3"], folders, os.pathsep)


def _in_path(names: Iterable[str], path: str, between: str) -> list[list[str]]:
    folders = dict.fromkeys(folder for folder in path.split(between) if folder)
    return [[str(Path(folder) / name)] for name in names for folder in folders if (Path(folder) / name).is_file()]


def parse_answer(text: str) -> Python | None:
    """The Python that has answered to `PROBE`; None for any other text."""
    try:
        executable, version, bits, machine, prefix = json.loads(text.strip().splitlines()[-1])
        return Python(Path(executable), tuple(version), int(bits), str(machine).lower(), Path(prefix))
    except (ValueError, TypeError, IndexError):
        return None


def is_suitable(python: Python, platform: str, kept_out: Iterable[Path]) -> bool:
    """Whether the engine can be built on it. `kept_out` are folders of QGIS, which brings a Python of its own."""
    if python.bits != 64 or python.version[:2] not in SUITABLE_PYTHONS:
        return False
    if python.machine not in _MACHINES.get(platform, (python.machine,)):
        return False  # an Intel Python on Apple silicon
    places = (python.executable, python.prefix)
    return not any(folder in (place, *place.parents) for folder in kept_out for place in places)


def folders_of_qgis(prefix: str, environ: Mapping[str, str] = os.environ) -> list[Path]:
    """Where this QGIS lies, whose Python goes with it when it is updated.

    A Python of a Linux distribution that its QGIS shares is the computer's: it is not in such a folder.
    """
    folders = [Path(root) for root in (environ.get("OSGEO4W_ROOT"),) if root]
    if sys.platform == "darwin":
        folders += [parent for parent in Path(prefix).parents if parent.suffix == ".app"]
    elif sys.platform == "win32":
        folders += [parent.parent for parent in (Path(prefix), *Path(prefix).parents) if parent.name.lower() == "apps"]
    elif environ.get("FLATPAK_ID"):
        folders += [Path("/app")]
    return folders
