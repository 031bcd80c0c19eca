"""Which flavour and which build of PyTorch fit a computer, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .flavours import FULL, LIGHT, PLATFORMS
from .machine import Card, Machine
from .told import Told
from .torch_builds import Build, Torch

LEAST_MEMORY = 3500
"""MiB of a card that a network with its tiles fits into; a card of 4 GB tells a little less than 4096."""

SIZES: Mapping[str, tuple[int, int]] = {LIGHT: (350_000_000, 1_000_000_000), FULL: (380_000_000, 1_100_000_000)}
"""Bytes to download and on disk, without PyTorch, about; as measured under Linux."""
_TORCH_SIZES = (200_000_000, 900_000_000)
_CARD_SIZES = (2_700_000_000, 5_600_000_000)
_ROOM = 500_000_000
"""Beside what the environment takes: downloads that are unpacked at the same time."""


@dataclass(frozen=True)
class Choice:
    """What a flavour means here. `build` is None where there is no PyTorch in it."""

    flavour: str
    why: Told
    build: Build | None
    download: int
    disk: int


def usable(machine: Machine) -> Told | None:
    """Why nothing can be set up on this computer; None where it can."""
    if machine.platform == "macos-x86_64":
        return Told("intel_mac")
    if machine.platform not in PLATFORMS:
        return Told("no_platform", {"platform": machine.platform})
    return None


def build_for(machine: Machine, torch: Torch) -> tuple[Build, Told]:
    """The build of PyTorch for this computer, and why this one."""
    if machine.apple_silicon:
        return torch.processor, Told("apple")
    card = machine.card
    if card is None:
        return torch.processor, Told("no_card")
    if card.memory < LEAST_MEMORY:
        return torch.processor, Told("small_card", {"card": card.name, "memory": card.memory})
    fits = [build for build in torch.builds if build.driver and _drives(card, build)]
    if fits:
        return fits[0], Told("card", {"card": card.name, "build": fits[0].name})
    return torch.processor, _why_not(card, [build for build in torch.builds if build.driver])


def _drives(card: Card, build: Build) -> bool:
    return card.driver >= build.driver and build.capability <= card.capability <= build.newest


def _why_not(card: Card, builds: list[Build]) -> Told:
    able = [build for build in builds if build.capability <= card.capability <= build.newest]
    if not able:
        return Told("old_card", {"card": card.name, "capability": card.capability})
    least = min(build.driver for build in able)
    values = {"card": card.name, "driver": _dotted(card.driver), "least": _dotted(least)}
    return Told("old_driver", values)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def choices(machine: Machine, torch: Torch) -> dict[str, Choice]:
    """What each flavour means on this computer."""
    build, why = build_for(machine, torch)
    usual = _CARD_SIZES if build.driver else _TORCH_SIZES
    download, disk = build.download or usual[0], build.disk or usual[1]
    light, full = SIZES[LIGHT], SIZES[FULL]
    return {LIGHT: Choice(LIGHT, why, None, *light), FULL: Choice(FULL, why, build, full[0] + download, full[1] + disk)}


def proposed(machine: Machine, torch: Torch) -> str:
    """The flavour that is proposed: *Full* where there is graphics for it, and room on the disk."""
    build, _ = build_for(machine, torch)
    full = choices(machine, torch)[FULL]
    return FULL if (build.driver or machine.apple_silicon) and machine.free >= full.disk + _ROOM else LIGHT


def too_little_disk(machine: Machine, choice: Choice) -> Told | None:
    """Why the disk does not do for a choice; None where it does."""
    if machine.free and machine.free < choice.disk + _ROOM:
        return Told("too_little_disk", {"free": machine.free, "needed": choice.disk + _ROOM})
    return None
