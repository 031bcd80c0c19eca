"""Build the environment of a flavour from its lock, in a terminal. Any Python 3.11 or newer, standard library only.

QGIS does the same without one (`inventory/setup/plan.py`), with a Python of its own.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..inventory.environment import flavour_environment, interpreter_in, is_finished
from ..inventory.errors import UserError
from ..inventory.requests.small import EnvironmentRequest
from ..inventory.setup.flavours import CARD, FINISHED, FULL, LIGHT, PLATFORMS, lock_of, platform_here
from ..inventory.setup.torch_builds import read_torch
from .environment import check_python, make_venv
from .telling.report import Report

WHEELS = "wheels"
"""Folder of a bundle."""


def environment_of_flavour(request: EnvironmentRequest, report: Report) -> dict[str, Any]:
    """Build the environment of a flavour, say where it is, or fill a bundle for one.

    Raises
    ------
    UserError
        There are no packages for the platform, they cannot be had, or a bundle is not whole.
    """
    flavour = request.flavour or LIGHT
    if request.bundle is not None or request.create:
        check_python()
    if request.bundle is not None:
        from .bundle import make_bundle

        wanted = request.platform or platform_here()
        _check_platform(wanted)
        files = make_bundle(request.bundle, flavour, wanted, request.python, request.torch_build, report)
        size = sum(path.stat().st_size for path in files)
        return {"bundle": str(request.bundle), "platform": wanted, "files": len(files), "bytes": size}
    _check_platform(platform_here())
    environment = flavour_environment(flavour)
    if request.create and not is_finished(environment):
        if request.from_bundle is not None:
            from .bundle import check_sums

            check_sums(request.from_bundle)
        report.progress(None, f"Building the {flavour} engine in {environment} ...")
        _build(environment, flavour, request.torch_build, request.from_bundle)
    return {"environment": str(environment), "present": is_finished(environment)}


def _check_platform(wanted: str) -> None:
    if wanted not in PLATFORMS:
        raise UserError(
            f"There are no packages of the engine for {wanted}, only for {', '.join(PLATFORMS)}.", "environment"
        )


def _build(environment: Path, flavour: str, torch_build: str | None, bundle: Path | None) -> None:
    """Build it under another name, and give it its own when it is whole."""
    wanted = platform_here()
    building = environment.with_name(f"{environment.name}.building-{os.getpid()}")
    try:
        make_venv(building)
        interpreter = interpreter_in(building)
        _install_lock(interpreter, lock_of(flavour, wanted), bundle)
        if flavour == FULL:
            _install_torch(interpreter, wanted, torch_build, bundle)
        facts = {"flavour": flavour, "python": platform.python_version(), "torch": torch_build or ""}
        (building / FINISHED).write_text(json.dumps({**facts, "device": "", "tried": ""}, indent=1), "utf-8")
        if is_finished(environment):  # another process was faster
            return
        shutil.rmtree(environment, ignore_errors=True)  # a half-built one
        building.rename(environment)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def torch_of(build: str | None) -> tuple[tuple[str, ...], str, bool]:
    """What is installed of torch, the index of a build (none: "", the ordinary one), and whether cards have a lock."""
    told = read_torch(None)
    if not build:
        return told.requirements, "", False
    found = next((one for one in told.builds if one.name == build), None)
    if found is None:
        names = ", ".join(sorted(one.name for one in told.builds))
        raise UserError(f"There is no build '{build}' of torch; choose one of {names}.")
    return told.requirements, found.index, found.own_loops


def _install_lock(interpreter: Path, lock: Path, bundle: Path | None) -> None:
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", str(lock)]
    _pip(interpreter, options, bundle)


def _install_torch(interpreter: Path, wanted: str, build: str | None, bundle: Path | None) -> None:
    pins, index, card = torch_of(build)
    if card and lock_of(CARD, wanted).exists():
        _install_lock(interpreter, lock_of(CARD, wanted), bundle)
    _pip(interpreter, [*(["--index-url", index] if index and bundle is None else []), *pins], bundle)


def _pip(interpreter: Path, options: Sequence[str], bundle: Path | None) -> None:
    command = [str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *options]
    if bundle is not None:
        command += ["--no-index", "--find-links", str(bundle / WHEELS)]
    if subprocess.run(command, stdin=subprocess.DEVNULL).returncode:
        mend = (
            f"make the folder {bundle} anew, for this platform and Python {sys.version_info[0]}.{sys.version_info[1]}"
            if bundle is not None
            else "check the network connection and proxy settings, then run the same command again"
        )
        raise UserError(
            f"The engine's packages could not be installed (pip's own words are above); {mend}.", "environment"
        )
