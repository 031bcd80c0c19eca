"""Modules of names only, for libraries that are imported where `card` runs, and that it never calls.

torchvision, which timm imports, fits one torch only and cannot travel; the others, of timm and ours, are large. What
is there is taken as it is.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

STOOD_IN = ("torchvision", "PIL", "pyogrio", "exactextract")


class _Names(type):
    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = _Names(name, (), {})
        setattr(cls, name, made)
        return made


class _Module(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = _Names(name, (), {})
        setattr(self, name, made)
        return made


class _Finder(MetaPathFinder, Loader):
    def __init__(self, tops: Sequence[str]) -> None:
        self._tops = tops

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        return ModuleSpec(name, self, is_package=True) if name.partition(".")[0] in self._tops else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["__version__"] = "99.0"


def stand_in() -> list[str]:
    """Let names stand in for what is not there; which."""
    lacking = [name for name in STOOD_IN if importlib.util.find_spec(name) is None]
    sys.meta_path.append(_Finder(lacking))
    return lacking
