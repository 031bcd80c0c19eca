"""PyTorch's compiler, which nothing here uses, is not loaded only to hear which functions it should leave alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_COMPILER = "torch._dynamo"


@contextmanager
def without_compiler() -> Iterator[None]:
    """Inside, what tells the compiler something tells it nobody.

    timm, torchvision and torch itself do, each optimiser at every step; to load it takes longer than to load all of
    them. Here nothing is compiled; outside, it is to be had as ever.
    """
    names = _COMPILER, f"{_COMPILER}.utils"
    if _COMPILER in sys.modules:
        yield
        return
    for name in names:
        sys.modules[name] = ModuleType(name)
    told = vars(sys.modules[names[0]])
    told["disable"] = lambda function, *_, **__: function
    told["graph_break"] = lambda: None
    vars(sys.modules[names[1]])["is_compile_supported"] = lambda _device: False
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]
