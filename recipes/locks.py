"""Locks of the two flavours for each platform: `requirements/locks/PLATFORM-FLAVOUR.txt`, exact pins with hashes.

Run: .venv/engine/bin/python recipes/locks.py (a minute; it asks the package index that uv is set up for)

Everything of a platform is resolved once, torch from the ordinary index among it, so that the flavours and what is for
cards agree. Torch itself, and the CUDA libraries that only torch wants, are then left out: they come from torch's own
index, alone. A lock is for Python 3.11 and newer ones: those need the same packages or fewer, which is checked.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from _package import ROOT, load_package

load_package()

REQUIREMENTS = ROOT / "requirements"
TARGETS = {
    "linux-x86_64": "x86_64-manylinux_2_28",
    "windows-x86_64": "x86_64-pc-windows-msvc",
    "macos-arm64": "aarch64-apple-darwin",
}
"""Platform -> what uv calls it."""

OLDEST_MACOS = "15.0"
"""netCDF4 has no wheel for an older one."""

OLDEST, NEWER = "3.11", ("3.12", "3.13")
"""Versions of Python that the packages have wheels for."""

HEAD = """# The {flavour} engine on {platform}, for Python {oldest} and newer; made by recipes/locks.py, not by hand.
# Torch is not here: it comes from an index of its own (requirements/torch.json).
"""
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)
OF_TORCH = re.compile(r"^(torch|torchvision|triton|cuda-.*|nvidia-.*)$")
"""Packages that torch's own index has, beside those of card.txt."""


class Resolver:
    """uv, asked for one platform."""

    def __init__(self, uv: str, platform: str, folder: Path) -> None:
        self._uv, self._platform, self._folder = uv, platform, folder

    def compile(self, names: list[str], python: str, *options: str) -> str:
        """The lock of some files of requirements."""
        command = [self._uv, "pip", "compile", *names, *options, "--quiet", "--no-header", "--no-annotate"]
        command += ["--no-config", "--only-binary", ":all:", "--no-emit-index-url", "--no-emit-find-links"]
        command += ["--python-platform", TARGETS[self._platform], "--python-version", python]
        environment = {**os.environ, "MACOSX_DEPLOYMENT_TARGET": OLDEST_MACOS}
        done = subprocess.run(command, cwd=REQUIREMENTS, capture_output=True, text=True, env=environment)
        if done.returncode:
            raise SystemExit(f"No lock for {self._platform} on Python {python}:\n{done.stderr}")
        return done.stdout

    def all(self, python: str) -> dict[str, str]:
        """Every package of every flavour with its version."""
        kept = ["--constraint", str(self._folder / "all.txt")] if python != OLDEST else []
        return dict(PIN.findall(self.compile(["engine.txt"], python, *kept)))


def locks_of(resolver: Resolver, folder: Path) -> dict[str, str]:
    """Flavour, or card, -> its lock."""
    everything = resolver.all(OLDEST)
    agreed = folder / "all.txt"
    agreed.write_text("".join(f"{name}=={version}\n" for name, version in everything.items()), "utf-8")
    for python in NEWER:
        if other := resolver.all(python).items() - everything.items():
            raise SystemExit(f"On Python {python} other packages are needed: {sorted(other)}")
    options = ["--generate-hashes", "--constraint", str(agreed)]
    light = resolver.compile(["light.txt"], OLDEST, *options)
    left_out = [name for name in everything if OF_TORCH.match(name)]
    full = resolver.compile(["light.txt", "full.txt", "torch.txt"], OLDEST, *options, *_without(left_out))
    locks = {"light": light, "full": full}
    card = resolver.compile(["card.txt"], OLDEST, *options, *_without(name for name, _ in PIN.findall(full)))
    return {**locks, "card": card} if PIN.search(card) else locks


def _without(names: Iterable[str]) -> list[str]:
    return [word for name in names for word in ("--no-emit-package", name)]


def check_torch() -> None:
    """Refuse where torch.json and torch.txt name another torch."""
    told = json.loads((REQUIREMENTS / "torch.json").read_text("utf-8"))
    pinned = dict(PIN.findall((REQUIREMENTS / "torch.txt").read_text("utf-8")))
    for name in ("torch", "torchvision"):
        if told[name] != pinned[name]:
            raise SystemExit(f"{name} is {pinned[name]} in torch.txt and {told[name]} in torch.json; make them agree.")


def main() -> None:
    """Write all locks anew."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    beside = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv") or "uv"
    options.add_argument("--uv", default=beside, help="the program uv (default: %(default)s)")
    uv = options.parse_args().uv
    check_torch()
    from rock_glacier_inventory.inventory.setup.flavours import PLATFORMS, lock_of

    for platform in PLATFORMS:
        with tempfile.TemporaryDirectory() as folder:
            for flavour, lock in locks_of(Resolver(uv, platform, Path(folder)), Path(folder)).items():
                path = lock_of(flavour, platform)
                path.parent.mkdir(exist_ok=True)
                head = HEAD.format(flavour=flavour.capitalize(), platform=platform, oldest=OLDEST)
                path.write_text(head + lock, "utf-8", newline="\n")
                print(f"{path.relative_to(ROOT)}: {len(PIN.findall(lock))} packages")


if __name__ == "__main__":
    main()
