"""A folder with all that the set-up of a flavour needs, for a computer without a network. Standard library only."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from ..inventory.environment import interpreter_in
from ..inventory.errors import UserError
from ..inventory.naming.reserved_names import check_name
from ..inventory.setup.flavours import CARD, FULL, LINUX, MACOS, WINDOWS, lock_of
from ..inventory.setup.pins import PYTHON, PYTHON_VERSION, UV, UV_VERSION, Pin
from .environment import make_venv
from .flavour_environment import WHEELS, torch_of
from .telling.report import Report

SUMS = "SHA256SUMS"
"""Of all files, as `sha256sum --check` reads it."""

TAGS = {
    LINUX: [f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)] + ["manylinux2014_x86_64"],
    WINDOWS: ["win_amd64"],
    MACOS: [f"macosx_{major}_0_{kind}" for major in range(15, 10, -1) for kind in ("arm64", "universal2")],
}
"""What wheels for a platform are called, the best first; the systems are those that the locks are made for."""


def make_bundle(
    folder: Path, flavour: str, platform: str, python: str, torch_build: str | None, report: Report
) -> list[Path]:
    """Fill a folder, and return its files.

    uv's wheel and a Python for the platform lie in it where they can be had, the wheels below; `SHA256SUMS` vouches for
    all. What is in the folder already is not fetched again.

    Parameters
    ----------
    folder, flavour
        Where, and what for.
    platform, python
        Of the other computer; the version of Python is that of an own one where none can be brought.
    torch_build
        One of `requirements/torch.json`, for *Full*; None for the one of the ordinary index.
    report
        Is told what is fetched, and what could not be.

    Raises
    ------
    UserError
        Where a wheel cannot be fetched.
    """
    check_name(folder)
    wheels = folder / WHEELS
    wheels.mkdir(parents=True, exist_ok=True)
    with _a_pip() as pip:
        report.progress(0.05, f"Fetching the packages of the {flavour} engine for {platform} ...")
        _fetch_locked(pip, wheels, lock_of(flavour, platform), platform, python)
        if flavour == FULL:
            report.progress(0.5, "Fetching PyTorch ...")
            pins, index, card = torch_of(torch_build)
            if card and lock_of(CARD, platform).exists():
                _fetch_locked(pip, wheels, lock_of(CARD, platform), platform, python)
            _download(pip, wheels, platform, python, [*(["--index-url", index] if index else []), *pins])
        report.progress(0.9, "Fetching uv ...")
        _download(pip, folder, platform, python, ["--no-deps", f"uv=={UV_VERSION}"])
    _check(folder, UV[platform])
    _fetch_python(folder, PYTHON[platform], python, report)
    return _vouched(folder)


@contextmanager
def _a_pip() -> Iterator[Path]:
    """A Python with pip: this one, or a passing environment, since those that uv makes have none."""
    if find_spec("pip") is not None:
        yield Path(sys.executable)
        return
    with tempfile.TemporaryDirectory(prefix="rock-glaciers-") as folder:
        make_venv(Path(folder, "pip"))
        yield interpreter_in(Path(folder, "pip"))


def _fetch_locked(pip: Path, wheels: Path, lock: Path, platform: str, python: str) -> None:
    _download(pip, wheels, platform, python, ["--require-hashes", "--no-deps", "--requirement", str(lock)])


def _download(pip: Path, folder: Path, platform: str, python: str, options: Sequence[str]) -> None:
    command = [str(pip), "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]
    command += ["--dest", str(folder), "--implementation", "cp", "--python-version", python]
    command += [word for tag in TAGS[platform] for word in ("--platform", tag)]
    if subprocess.run([*command, *options], stdin=subprocess.DEVNULL).returncode:
        raise UserError(
            f"A package for {platform} could not be fetched (pip's own words are above); check the network connection "
            "and proxy settings, then run the same command again.",
            "environment",
        )


def _check(folder: Path, pin: Pin) -> None:
    path = folder / pin.name
    if not path.exists() or _sha256(path) != pin.sha256:
        path.unlink(missing_ok=True)
        raise UserError(
            f"The file {pin.name} that came is not the pinned one (SHA-256 differs); try again.", "environment"
        )


def _fetch_python(folder: Path, pin: Pin, python: str, report: Report) -> None:
    """The Python that uv brings; where it cannot be fetched, the other computer needs one of its own."""
    path = folder / pin.name
    if path.exists() and _sha256(path) == pin.sha256:
        return
    if not PYTHON_VERSION.startswith(f"{python}."):
        return  # the wheels are for another one, which the other computer has
    report.progress(0.95, f"Fetching Python {PYTHON_VERSION} ...")
    part = path.with_name(f"{path.name}.part")
    try:
        with urllib.request.urlopen(pin.address, timeout=60) as source, part.open("wb") as target:
            while chunk := source.read(1 << 20):
                target.write(chunk)
        if _sha256(part) == pin.sha256:
            part.replace(path)
            return
        problem = "another file came"
    except OSError as error:
        problem = str(getattr(error, "reason", error))
    finally:
        part.unlink(missing_ok=True)
    report.warning(
        f"Python {PYTHON_VERSION} could not be fetched ({problem}): the other computer needs a Python {python} of its "
        f"own, or put {pin.address} into {folder}."
    )


def _vouched(folder: Path) -> list[Path]:
    """All files, after the list of their hashes was written."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    lines = [f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), "utf-8", newline="\n")
    return files


def check_sums(folder: Path) -> None:
    """Raise `UserError` where a bundle is not as it was made."""
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except OSError as error:
        raise UserError(f"{folder} is no bundle of the engine: it has no {SUMS}; choose another folder.") from error
    for line in lines:
        sha256, _, name = line.partition("  ")
        path = folder / name
        if not path.is_file() or _sha256(path) != sha256:
            raise UserError(f"{path} is missing or damaged; copy the whole folder again, or make it anew.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
