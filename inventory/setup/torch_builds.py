"""The builds of PyTorch there are for a platform, as `requirements/torch.json` tells."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .flavours import TORCH

CPU = "cpu"


@dataclass(frozen=True)
class Build:
    """One build: what it is called, the index that has it, and what a card must bring.

    `own_loops` says whether the loops of radiation run on a card beside it, for which there is a lock of its own.
    """

    name: str
    index: str
    driver: tuple[int, ...] = ()
    capability: float = 0.0
    newest: float = float("inf")
    own_loops: bool = False
    download: int = 0
    """Bytes, about; 0 where nobody has said."""
    disk: int = 0


@dataclass(frozen=True)
class Torch:
    """What is installed, and the builds of a platform: those for cards first, the newest before the older."""

    requirements: tuple[str, ...]
    builds: tuple[Build, ...]

    @property
    def processor(self) -> Build:
        """The build that needs no card."""
        return next(build for build in self.builds if build.name == CPU)


def read_torch(platform: str | None, path: Path = TORCH) -> Torch:
    """The pins of a platform; of all where None is named."""
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    requirements = tuple(f"{name}=={told[name]}" for name in ("torch", "torchvision"))
    builds = [
        _build(name, facts)
        for name, facts in told["builds"].items()
        if platform is None or platform in facts["platforms"]
    ]
    return Torch(requirements, tuple(sorted(builds, key=lambda build: build.driver, reverse=True)))


def _build(name: str, facts: dict[str, Any]) -> Build:
    return Build(
        name,
        facts["index"],
        tuple(int(part) for part in str(facts.get("driver", "")).split(".") if part),
        float(facts.get("capability", 0)),
        float(facts.get("newest_capability", "inf")),
        bool(facts.get("card", False)),
        int(facts.get("download", 0)),
        int(facts.get("disk", 0)),
    )
