"""Build the developers' environment of the engine. Runs on any Python 3.11 or newer, standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from ..inventory.environment import REQUIREMENTS, engine_environment, interpreter_in, requirements_hash
from ..inventory.errors import UserError

MINIMUM_PYTHON = (3, 11)


def _pip_install(interpreter: Path, requirements: Path) -> None:
    command = [str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*command, "--requirement", str(requirements)], stdin=subprocess.DEVNULL)
    if done.returncode:
        raise UserError(
            f"The packages in {requirements} could not be installed (pip's own words are above); "
            "check the network connection and proxy settings, then run the same command again.",
            kind="environment",
        )


def check_python() -> None:
    """Raise `UserError` where this Python is too old to be the engine's."""
    if sys.version_info < MINIMUM_PYTHON:
        raise UserError(
            f"The engine needs Python {MINIMUM_PYTHON[0]}.{MINIMUM_PYTHON[1]} or newer, but this is "
            f"{sys.version.split()[0]}; run the command with a newer python3.",
            kind="environment",
        )


def make_venv(folder: Path) -> None:
    """Make an empty virtual environment of this Python."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if subprocess.run([sys.executable, "-m", "venv", str(folder)], stdin=subprocess.DEVNULL).returncode:
        raise UserError(
            "Python's venv module could not make an environment; on Debian and Ubuntu install the "
            "package python3-venv, then run the same command again.",
            kind="environment",
        )


def create_engine_environment() -> Path:
    """Create the environment unless it is there, and return its folder.

    It is built under another name and renamed when complete, so a stop or a lost connection never
    leaves a half-filled environment under the name that the plugin looks for.
    """
    environment = engine_environment()
    if interpreter_in(environment).is_file():
        return environment
    check_python()
    building = environment.with_name(f"{environment.name}.building-{os.getpid()}")
    try:
        make_venv(building)
        _pip_install(interpreter_in(building), REQUIREMENTS)
        building.rename(environment)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return environment


def add_requirements(environment: Path, requirements: Path) -> None:
    """Install further packages into an environment once (a stamp file remembers it)."""
    stamp = environment / f".{requirements.stem}-{requirements_hash(requirements)}"
    if not stamp.exists():
        _pip_install(interpreter_in(environment), requirements)
        stamp.touch()
