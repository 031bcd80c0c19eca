"""What a set-up fetches before it can ask a package index: uv and Python, each file pinned by its SHA-256.

The hashes of uv's wheels are those of the package index; those of Python are the ones that this uv has built in
(it tells the right one when it is given a wrong archive). Change both together: a uv knows the Pythons of its time.
"""

from __future__ import annotations

from dataclasses import dataclass

from .flavours import LINUX, MACOS, WINDOWS

UV_VERSION = "0.13.9"
PYTHON_VERSION = "3.12.16"
SUITABLE_PYTHONS = ((3, 12), (3, 13), (3, 11))
"""Of a computer where no Python can be downloaded: the best first. All pinned packages have wheels for them."""

PACKAGE_INDEX = "https://pypi.org/simple"

_FILES = "https://files.pythonhosted.org/packages/"
_PYTHONS = "https://github.com/astral-sh/python-build-standalone/releases/download/"
_DATE = "20261110"


@dataclass(frozen=True)
class Pin:
    """A file of the network that is used only when its SHA-256 is this one. `size` is in bytes, 0 where unknown."""

    name: str
    address: str
    sha256: str
    size: int = 0


def _uv(folder: str, tag: str, sha256: str, size: int) -> Pin:
    name = f"uv-{UV_VERSION}-py3-none-{tag}.whl"
    return Pin(name, f"{_FILES}{folder}/{name}", sha256, size)


UV = {
    LINUX: _uv(
        "3d/aa/26d64642d808de4a652579ef950d7cd2d37f080a8babf9c67c6b75fc4c3f",
        "manylinux_2_17_x86_64.manylinux2014_x86_64",
        "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
        17_606_939,
    ),
    WINDOWS: _uv(
        "dd/ef/ceeabf3631117f7354787d9fb1ffe943899e59ed4b887a696ed547e47e76",
        "win_amd64",
        "6a44b2ed8111d2f60d2b92627c5dccda3f7ed7570b18ce115e569cd68c28246b",
        15_662_317,
    ),
    MACOS: _uv(
        "f3/a7/a8d7b074798c7fb3b26b37584b8fe2e29df2ccdc24ce7902caab2a53edbf",
        "macosx_11_0_arm64",
        "66c512266d633bef48384a1f53003f41f2a8e7b36fe6e7fbfd3e0fd52d96fa63",
        14_660_755,
    ),
}


def _python(system: str, sha256: str) -> Pin:
    name = f"cpython-{PYTHON_VERSION}+{_DATE}-{system}-install_only_stripped.tar.gz"
    return Pin(name, f"{_PYTHONS}{_DATE}/{name.replace('+', '%2B')}", sha256)


PYTHON = {
    LINUX: _python("x86_64-unknown-linux-gnu", "6a9e62dad033790aef722dbd370e0ce76ce17b73627ba3ae679f537049350b39"),
    WINDOWS: _python("x86_64-pc-windows-msvc", "355ee61b8207b91574491b1c6dc9b0ebb4408fc56bfafe498f3ef439314b52dc"),
    MACOS: _python("aarch64-apple-darwin", "2f11b8aa3726bdbd87dd9eb76568412faddf4f47e26913fa45d6a2e424972acd"),
}
MIRROR_FOLDER = _DATE
"""Folder, below a mirror of Pythons, in which uv looks for the archive."""
