"""Tiny wheels, and uv as a wheel, for an index on loopback."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

from rock_glacier_inventory.inventory.setup.pins import UV_VERSION

UV = Path(__file__).resolve().parents[2] / ".venv" / "engine" / "bin" / "uv"
ANSWERS = """
import os, sys
if "--test" in sys.orig_argv:
    print('{"result": {"device": "processor", "problem": "", "tried": "nothing"}}', flush=True)
    os._exit(0)
"""
"""What a tiny package says when the real engine is to be tried with it, which cannot work."""


def tiny_wheel(folder: Path, name: str, version: str = "1.0", size: int = 200_000, works: bool = False) -> Path:
    """A wheel of one module that says its version, and a file of so many bytes that do not compress."""
    wheel, info = folder / f"{name}-{version}-py3-none-any.whl", f"{name}-{version}.dist-info"
    contents = {
        f"{name}/__init__.py": f'VERSION = "{version}"\n'.encode(),
        f"{name}/ballast.bin": os.urandom(size),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: us\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    if works:
        contents |= {f"{name}/works.py": ANSWERS.encode(), f"{name}.pth": f"import {name}.works\n".encode()}
    contents[f"{info}/RECORD"] = "".join(f"{one},,\n" for one in [*contents, f"{info}/RECORD"]).encode()
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in contents.items():
            archive.writestr(one, content)
    return wheel


def uv_wheel(folder: Path, kept: Path) -> Path:
    """The uv of this environment in the form in which the index has it; made once in a folder for all worlds."""
    name = f"uv-{UV_VERSION}-py3-none-any.whl"
    if not (kept / name).is_file():
        _make_uv_wheel(kept / name)
    os.link(kept / name, folder / name)
    return folder / name


def _make_uv_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.write(UV, f"uv-{UV_VERSION}.data/scripts/uv")
        archive.writestr(f"uv-{UV_VERSION}.dist-info/METADATA", "Name: uv\n")


def metadata_of(wheel: Path) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(next(one for one in archive.namelist() if one.endswith(".dist-info/METADATA")))


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
