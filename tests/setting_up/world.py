"""Where an engine is set up: an index with two tiny packages, their lock, uv as a wheel, an engine that works."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rock_glacier_inventory.inventory.setup import plan as planning
from rock_glacier_inventory.inventory.setup.flavours import LIGHT, LINUX
from rock_glacier_inventory.inventory.setup.pins import Pin

from .index import Index
from .wheels import hash_of, tiny_wheel, uv_wheel

WORKS = 'import json; print(json.dumps({"result": {"device": "processor", "problem": "", "tried": "nothing"}}))'


@dataclass
class World:
    """Where an engine is set up: an index with two packages, their lock, a cache, an engine that says it works."""

    folder: Path
    index: Index
    lock: Path
    engine: Path
    uv: Pin
    cache: Path
    variables: dict[str, str] = field(default_factory=lambda: {"UV_HTTP_RETRIES": "0"})

    def sources(self) -> Path:
        """A list of sources as somebody with a mirror writes it."""
        locks = self.folder / "locks"
        locks.mkdir(exist_ok=True)
        for flavour in ("light", "full"):
            shutil.copyfile(self.lock, locks / f"{LINUX}-{flavour}.txt")
        python = {"name": "python.tar.gz", "address": f"{self.index.base}/files/python.tar.gz", "sha256": "0" * 64}
        uv = {"name": self.uv.name, "address": self.uv.address, "sha256": self.uv.sha256}
        told = {"index": self.index.simple, "torch": self.index.simple, "uv": uv, "python": python, "locks": str(locks)}
        path = self.folder / "sources.json"
        path.write_text(json.dumps(told), "utf-8")
        return path

    def order(self, **changes: Any) -> planning.Order:
        python = Pin("python.tar.gz", f"{self.index.base}/files/python.tar.gz", "0" * 64)  # nobody has it
        given = {
            "platform": LINUX,
            "flavour": LIGHT,
            "cache": self.cache,
            "environment": self.cache / "engine-light-123456789abc",
            "lock": self.lock,
            "engine": self.engine,
            "index": self.index.simple,
            "uv": self.uv,
            "python": python,
            "path": str(Path(sys.base_prefix) / "bin"),
            "variables": self.variables,
        }
        return planning.Order(**{**given, **changes})


def make_world(folder: Path, kept: Path, works: bool = False) -> World:
    """A world; where it `works`, a package answers in place of the real engine."""
    wheels = folder / "index"
    wheels.mkdir(parents=True)
    made = {name: tiny_wheel(wheels, name, works=works) for name in ("tinyone", "tinytwo")}
    lines = [f"{name}==1.0 --hash=sha256:{hash_of(wheel)}\n" for name, wheel in made.items()]
    lock, engine = folder / "lock.txt", folder / "engine"
    lock.write_text("".join(lines), "utf-8")
    engine.mkdir()
    (engine / "__main__.py").write_text(WORKS, "utf-8")
    wheel = uv_wheel(wheels, kept)
    index = Index(wheels)
    uv = Pin(wheel.name, f"{index.base}/files/{wheel.name}", hash_of(wheel), wheel.stat().st_size)
    return World(folder, index, lock, engine, uv, folder / "cache")


def worlds(folder: Path, kept: Path) -> Iterator[World]:
    """For a fixture: a world that ends."""
    world = make_world(folder, kept)
    yield world
    world.index.stop()
