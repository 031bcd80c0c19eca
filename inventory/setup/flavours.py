"""Two flavours of the engine, what each is made of, and where it lies.

*Light* runs every command but training, on processors, with no torch: networks are there in OpenVINO's form. *Full*
adds torch, for training and for graphics cards. Each platform has a lock for each flavour, with hashes; torch stands
in none of them, because it comes from an index of its own that is never resolved together with another
(`requirements/torch.json`: for each build its index, the oldest driver and the least compute capability of a card, the
newest one where there is an end, and about how many bytes).
"""

from __future__ import annotations

import hashlib
import platform
import sys
from pathlib import Path

FLAVOURS = LIGHT, FULL = ("light", "full")
CARD = "card"
"""What *Full* has besides where there is an NVIDIA card: a lock of its own, on platforms that have such cards."""

PLATFORMS = LINUX, WINDOWS, MACOS = ("linux-x86_64", "windows-x86_64", "macos-arm64")
"""There are packages for these."""

REQUIREMENTS_FOLDER = Path(__file__).resolve().parent.parent.parent / "requirements"
TORCH = REQUIREMENTS_FOLDER / "torch.json"
FINISHED = "finished.json"
"""In an environment that is whole; without it a folder is a half-built one."""

_SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}
_MACHINES = {"x86_64": "x86_64", "amd64": "x86_64", "arm64": "arm64", "aarch64": "arm64"}


def platform_here() -> str:
    """System and processor of this computer, as locks are named after them; it need not be one of `PLATFORMS`."""
    machine = platform.machine().lower()
    return f"{_SYSTEMS.get(sys.platform, sys.platform)}-{_MACHINES.get(machine, machine)}"


def lock_of(flavour: str, wanted: str) -> Path:
    """The lock of a flavour, or of what is for cards, for a platform."""
    return REQUIREMENTS_FOLDER / "locks" / f"{wanted}-{flavour}.txt"


def environment_name(flavour: str, wanted: str) -> str:
    """Name of the folder of an environment, which says what is in it: another pin makes another folder."""
    parts = [lock_of(flavour, wanted)]
    if flavour == FULL:
        parts += [path for path in (lock_of(CARD, wanted), TORCH) if path.exists()]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes().replace(b"\r\n", b"\n"))
    return f"engine-{flavour}-{digest.hexdigest()[:12]}"
