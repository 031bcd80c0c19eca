"""Where the parts of an engine come from: the pinned addresses, or those of a mirror that somebody has set up.

A mirror is told by a JSON file whose name stands in an environment variable: ``{"index": ..., "torch": ..., "uv":
{"name", "address", "sha256"}, "python": {...}, "locks": FOLDER}``. All are optional; hashes are checked as ever.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .choosing import Choice
from .flavours import FULL, TORCH, environment_name, lock_of
from .pins import PACKAGE_INDEX, PYTHON, UV, Pin
from .plan import Order
from .torch_builds import Torch, read_torch

VARIABLE = "ROCK_GLACIER_SETUP_SOURCES"


@dataclass(frozen=True)
class Sources:
    """Addresses for one platform."""

    platform: str
    uv: Pin
    python: Pin
    index: str = PACKAGE_INDEX
    torch_index: str = ""
    """In place of each build's own; empty for those."""
    locks: Path | None = None

    def torch(self) -> Torch:
        """The builds of PyTorch, with the index they come from."""
        torch = read_torch(self.platform, TORCH)
        if not self.torch_index:
            return torch
        return replace(torch, builds=tuple(replace(build, index=self.torch_index) for build in torch.builds))

    def lock(self, flavour: str) -> Path:
        """The packages of a flavour, or (`card`) those that a build for cards wants beside them."""
        usual = lock_of(flavour, self.platform)
        return self.locks / usual.name if self.locks is not None else usual


def read_sources(platform: str, environ: Mapping[str, str] = os.environ) -> Sources:
    """The sources of a platform that there are packages for."""
    own = Sources(platform, UV[platform], PYTHON[platform])
    name = environ.get(VARIABLE)
    if not name:
        return own
    told: dict[str, Any] = json.loads(Path(name).read_text("utf-8"))
    return Sources(
        platform,
        Pin(**told["uv"]) if "uv" in told else own.uv,
        Pin(**told["python"]) if "python" in told else own.python,
        told.get("index", own.index),
        told.get("torch", own.torch_index),
        Path(told["locks"]) if "locks" in told else None,
    )


def make_order(sources: Sources, choice: Choice, cache: Path, engine: Path, **given: Any) -> Order:
    """The order for a choice; `given` is what only the computer knows (see `Order`)."""
    return Order(
        sources.platform,
        choice.flavour,
        cache,
        cache / environment_name(choice.flavour, sources.platform),
        sources.lock(choice.flavour),
        engine,
        torch=sources.torch() if choice.flavour == FULL else None,
        build=choice.build,
        why=choice.why,
        index=sources.index,
        uv=sources.uv,
        python=sources.python,
        expected=choice.disk,
        card_lock=sources.lock("card") if choice.build is not None and choice.build.own_loops else None,
        **given,
    )
