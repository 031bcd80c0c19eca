"""Classes that can be imported, derived from and named with all their members, and that do nothing."""

from __future__ import annotations

from types import ModuleType


class _Kind(type):
    """A class whose members are such classes, too: enums, their values, methods."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("_"):
            raise AttributeError(name)
        return _Kind(name, (Anything,), {"__module__": cls.__module__})

    def __or__(cls, other: object) -> type:
        return cls

    def __iter__(cls) -> object:
        raise TypeError(f"{cls.__name__} of QGIS is not here")


class Anything(metaclass=_Kind):
    """One of them, made of whatever is given."""

    def __init__(self, *values: object, **named: object) -> None:
        super().__init__()


def named(name: str, module: str) -> type:
    """The class of that name. Raises `AttributeError` where it is no name of a class of QGIS."""
    if not name.startswith("Q"):
        raise AttributeError(name)
    return _Kind(name, (Anything,), {"__module__": module})


def module(name: str, *members: str) -> ModuleType:
    """A module whose members are such classes."""
    made = ModuleType(name)
    made.__dict__.update({member: _Kind(member, (Anything,), {"__module__": name}) for member in members})
    return made
