"""The plan of a set-up: from an order to a finished environment, one step after the other.

It is a generator: it gives a step, and is sent what came of it. What goes wrong in a step is thrown into it, so
that a Python which cannot be downloaded is one that is looked for. It knows neither QGIS nor Qt.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..environment import interpreter_in
from .faults import last_line
from .pins import MIRROR_FOLDER, PACKAGE_INDEX, PYTHON, PYTHON_VERSION, UV, UV_VERSION, Pin
from .pythons import PROBE, candidates, is_suitable, parse_answer
from .state import WORK_FOLDER, remove, remove_older, size_of, write_finished
from .steps import Chore, Download, Outcome, Program, Step
from .strays import end, listing, strays_in
from .told import SetupFault, Told
from .torch_builds import Build, Torch
from .wheel import bundled, check_hash, program_name, unpack_uv, wheels_in

_ALSO_FOR_ANOTHER_PYTHON = ("disk_full", "no_permission", "path_too_long")
"""Faults that another Python would meet, too."""

Plan = Generator[Step, Outcome, dict[str, Any]]
Part = Generator[Step, Outcome, Any]


@dataclass(frozen=True)
class Order:
    """What is to be set up, where, and from what.

    Parameters
    ----------
    cache
        Folder for environments.
    environment, lock, card_lock
        Folder of what is made, the packages that go into it, and those that a build for cards wants beside them.
    engine
        The plugin's folder: what the new Python is tried with.
    build
        The build of PyTorch (*Full*), and that of processors where the card turns out not to work.
    kept_out
        Folders of QGIS, whose Python is not for the engine.
    path
        Where programs are looked for.
    bundle
        A folder with everything in it; the network is not asked then.
    variables
        For every program: proxies, certificates.
    """

    platform: str
    flavour: str
    cache: Path
    environment: Path
    lock: Path
    engine: Path
    torch: Torch | None = None
    build: Build | None = None
    why: Told = field(default_factory=lambda: Told("no_card"))
    index: str = PACKAGE_INDEX
    uv: Pin | None = None
    python: Pin | None = None
    expected: int = 0
    card_lock: Path | None = None
    kept_out: tuple[Path, ...] = ()
    path: str = ""
    bundle: Path | None = None
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def work(self) -> Path:
        """Folder for downloads and logs."""
        return self.cache / WORK_FOLDER


def plan(order: Order) -> Plan:
    """All steps; returns what `finished.json` says."""
    yield from _end_strays(order)
    yield Chore(Told("clear"), lambda: _clear(order))
    uv = yield from _have_uv(order)
    python = yield from _have_python(order, uv)
    yield _uv(order, uv, "environment", "venv", "--python", str(python), "--no-project", str(order.environment))
    yield _packages(order, uv, order.lock)
    build, why = order.build, order.why
    if build is not None:
        if build.own_loops and order.card_lock is not None:
            yield _packages(order, uv, order.card_lock)
        yield _torch(order, uv, build)
    told = yield from _try_out(order)
    if told.get("problem") and order.torch is not None and build not in (None, order.torch.processor):
        build, why = order.torch.processor, Told("card_failed", {"words": told["problem"]})
        yield _torch(order, uv, build)
        told = yield from _try_out(order)
    facts = {
        "flavour": order.flavour,
        "python": PYTHON_VERSION if order.cache in python.parents else str(python),
        "torch": build.name if build else "",
        "device": told.get("device", ""),
        "tried": told.get("tried", ""),
        "why": [why.kind, why.values],
    }
    done = yield Chore(Told("finish"), lambda: _finish(order, facts))
    return dict(done.value)


def _end_strays(order: Order) -> Part:
    folder = order.work / f"uv-{UV_VERSION}"
    if folder.is_dir():
        # The log goes into reports of faults: what else runs on a person's computer is nobody's business.
        done = yield Program(Told("clear"), listing(folder, order.platform), may_fail=True, logged=False)
        found = strays_in(done.output, folder)
        if found:
            yield Chore(Told("clear"), lambda: end(found))


def _clear(order: Order) -> None:
    """A half-built environment of the same name goes; what was downloaded for it is kept."""
    order.work.mkdir(parents=True, exist_ok=True)
    if not remove(order.environment):
        raise SetupFault(Told("file_in_use", {"file": str(order.environment)}))


def _have_uv(order: Order) -> Part:
    """The pinned uv; returns its path."""
    folder = order.work / f"uv-{UV_VERSION}"
    uv = folder / program_name(order.platform)
    if uv.is_file():
        return uv
    pin = order.uv or UV[order.platform]
    wheel = yield from _have_file(order, pin, Told("download_uv"), order.work)
    yield Chore(Told("unpack_uv"), lambda: unpack_uv(wheel, folder, order.platform))
    return uv


def _have_file(order: Order, pin: Pin, title: Told, folder: Path) -> Part:
    """A pinned file, out of the bundle or by the network."""
    if order.bundle is None:
        done = yield Download(title, pin, folder)
    else:
        found = bundled(order.bundle, pin.name)
        done = yield Chore(title, lambda: _copy(found, folder, pin.sha256))
    return done.value


def _copy(file: Path, folder: Path, sha256: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    copy = Path(shutil.copyfile(file, folder / file.name))
    check_hash(copy, sha256)
    return copy


def _have_python(order: Order, uv: Path) -> Part:
    """The pinned Python; where it cannot be had, a suitable one of the computer."""
    there = yield from _managed(order, uv)
    if there is not None:
        return there
    mirror = order.work / "mirror"
    try:
        pin = order.python or PYTHON[order.platform]
        yield from _have_file(order, pin, Told("download_python"), mirror / MIRROR_FOLDER)
        variables = {"UV_PYTHON_INSTALL_MIRROR": mirror.as_uri(), "UV_PYTHON_DOWNLOADS": "manual"}
        yield _uv(order, uv, "unpack_python", "python", "install", PYTHON_VERSION, "--no-bin", variables=variables)
        there = yield from _managed(order, uv)
    except SetupFault as fault:
        found = None if fault.told.kind in _ALSO_FOR_ANOTHER_PYTHON else (yield from _on_computer(order))
        if found is None:
            raise
        return found
    if there is None:
        raise SetupFault(Told("no_python"))
    return there


def _managed(order: Order, uv: Path) -> Part:
    """The Python that uv has brought before."""
    done = yield _uv(order, uv, "look_for_python", "python", "find", "--managed-python", PYTHON_VERSION, may_fail=True)
    path = Path(done.output.strip().splitlines()[-1]) if done.code == 0 and done.output.strip() else None
    return path if path is not None and path.is_file() else None


def _on_computer(order: Order) -> Part:
    """The best Python of the computer, or None."""
    found = []
    for command in candidates(order.platform, order.path):
        done = yield Program(Told("look_for_python"), [*command, "-I", "-c", PROBE], may_fail=True)
        python = parse_answer(done.output) if done.code == 0 else None
        if python is not None and is_suitable(python, order.platform, order.kept_out):
            found.append(python)
            break  # they come in the order of preference
    return found[0].executable if found else None


def _uv(
    order: Order,
    uv: Path,
    title: str,
    *arguments: str,
    variables: Mapping[str, str] | None = None,
    may_fail: bool = False,
    watched: tuple[Path, ...] = (),
) -> Program:
    given = {
        "UV_NO_CONFIG": "1",
        "UV_NO_PROGRESS": "1",
        "UV_CACHE_DIR": str(order.work / "uv-cache"),
        "UV_PYTHON_INSTALL_DIR": str(order.cache / "python"),
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_SYSTEM_CERTS": "1",
        "UV_HTTP_TIMEOUT": "60",
        **order.variables,
        **(variables or {}),
    }
    return Program(Told(title), [str(uv), *arguments], given, watched, order.expected if watched else 0, may_fail)


def _install(order: Order, uv: Path, title: str, *what: str, source: str) -> Program:
    """Wheels only: nothing is ever built on a person's computer. One index, or the bundle and none."""
    where = ["--default-index", source]
    if order.bundle is not None:
        where = ["--no-index", "--find-links", str(wheels_in(order.bundle)), "--offline"]
    python = str(interpreter_in(order.environment))
    watched = (order.work / "uv-cache", order.environment)
    return _uv(
        order, uv, title, "pip", "install", "--python", python, "--only-binary", ":all:", *where, *what, watched=watched
    )


def _packages(order: Order, uv: Path, lock: Path) -> Program:
    """The packages of a lock. It is whole but for PyTorch, which some of it want: nothing is resolved here."""
    what = ("--no-deps", "--require-hashes", "--requirement", str(lock))
    return _install(order, uv, "packages", *what, source=order.index)


def _torch(order: Order, uv: Path, build: Build) -> Program:
    """PyTorch alone, from its own index: what it needs beside itself is there already, or comes from there, too."""
    wanted = order.torch.requirements if order.torch else ()
    again = [f"--reinstall-package={one.partition('==')[0]}" for one in wanted]
    return _install(order, uv, "torch", *again, *wanted, source=build.index)


def _try_out(order: Order) -> Part:
    """What the new Python says when the engine is tried in it: device, and problem of the card."""
    command = [str(interpreter_in(order.environment)), "-I", str(order.engine), "environment", "--test"]
    done = yield Program(Told("try_out"), [*command, "--progress", "json"], may_fail=True)
    for line in done.output.splitlines():
        try:
            message = json.loads(line)
        except ValueError:
            continue
        if isinstance(message, dict) and isinstance(message.get("result"), dict):
            return message["result"]
        if isinstance(message, dict) and isinstance(message.get("error"), dict):
            raise SetupFault(Told("test_failed", {"words": message["error"].get("message", "")}), done.output)
    raise SetupFault(Told("test_failed", {"words": last_line(done.output)}), done.output)


def _finish(order: Order, facts: dict[str, Any]) -> dict[str, Any]:
    """From here on it is found; then what is no longer needed goes."""
    facts["size"] = size_of(order.environment)
    write_finished(order.environment, facts)
    for wheel in order.work.glob("*.whl"):
        wheel.unlink()
    shutil.rmtree(order.work / "mirror", ignore_errors=True)
    if remove_older(order.cache, order.flavour, order.environment):
        # Of the older one, too; what the new one has of it is linked, and stays. A repair needs no network else.
        shutil.rmtree(order.work / "uv-cache", ignore_errors=True)
    return facts
