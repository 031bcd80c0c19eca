"""Potential incoming solar radiation by Kumar et al. (1997, doi:10.1080/136588197242266): the equations.

Angles in radians, elevations in metres, radiation in W m⁻². Everything takes scalars or arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...inventory.errors import UserError
from ...inventory.requests.attributes import DIFFUSE_FORMS

SOLAR_CONSTANT = 1367.0
"""W m⁻² at the mean distance of the sun."""

LONGEST_STEP = 30.0
"""Minutes between two positions of the sun; longer ones smear the shadows."""

PUBLISHED, PORT = DIFFUSE_FORMS
"""cos²(β/2) as the paper says, or cos²(β)/2 as ports of it (Hebeler; Hijmans) have it."""


@dataclass(frozen=True)
class RadiationOptions:
    """How the year is summed.

    `pressure`: correct the air mass by the air pressure at the cell's elevation, as published; ports
    leave it out. `diffuse`: one of `DIFFUSE_FORMS`; ``port`` also takes sin²(β)/2 for the reflected part.
    `albedo` of the surroundings. `step_minutes`: at most so long between two positions of the sun.
    `days`: first and last day of the year, 1 to 365. `horizon_metres`: how far terrain can shade.
    """

    pressure: bool = True
    diffuse: str = PUBLISHED
    albedo: float = 0.2
    step_minutes: float = LONGEST_STEP
    days: tuple[int, int] = (1, 365)
    horizon_metres: float = 30_000.0

    def __post_init__(self) -> None:
        """Refuse what has no meaning, in one sentence each."""
        first, last = self.days
        if self.diffuse not in DIFFUSE_FORMS:
            raise UserError(f"The diffuse form '{self.diffuse}' is none of {', '.join(DIFFUSE_FORMS)}.")
        if not 0 <= self.albedo <= 1:
            raise UserError(f"An albedo of {self.albedo:g} is impossible; give one from 0 to 1.")
        if not 1 <= self.step_minutes <= LONGEST_STEP:
            raise UserError(f"A time step of {self.step_minutes:g} minutes is not usable; give 1 to {LONGEST_STEP:g}.")
        if not 1 <= first <= last <= 365:
            raise UserError(f"Days {first} to {last} are no range within a year; give for example 1-365 or 152-243.")
        if not 0 <= self.horizon_metres <= 200_000:
            raise UserError(f"A horizon distance of {self.horizon_metres:g} m is not usable; give 0 to 200000.")

    def record(self) -> dict[str, Any]:
        """What the table of runs keeps."""
        return {
            "pressure": self.pressure,
            "diffuse": self.diffuse,
            "albedo": self.albedo,
            "step_minutes": self.step_minutes,
            "days": list(self.days),
            "horizon_m": self.horizon_metres,
        }


def declination(day: Any) -> Any:
    """Declination of the sun on a day of the year (1 to 365), after Cooper."""
    return np.radians(23.45) * np.sin(2 * np.pi * (284 + day) / 365)


def extraterrestrial(day: Any) -> Any:
    """Radiation on a surface across the beam outside the atmosphere, I0, in W m⁻²."""
    return SOLAR_CONSTANT * (1 + 0.0344 * np.cos(2 * np.pi * day / 365))


def sunset_angle(latitude: Any, delta: Any) -> Any:
    """Hour angle of sunset: 0 where the sun stays down all day, π where it never sets."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.arccos(np.clip(-np.tan(latitude) * np.tan(delta), -1, 1))


def pressure_ratio(elevation: Any) -> Any:
    """Air pressure at an elevation against that at sea level, in the standard atmosphere."""
    return ((288 - 0.0065 * elevation) / 288) ** 5.256


def air_mass(sine: Any) -> Any:
    """Relative optical length of the path through the air, M0, from the sine of the sun's elevation."""
    return np.sqrt(1229 + (614 * sine) ** 2) - 614 * sine


def beam_transmittance(mass: Any) -> Any:
    """Share of the beam that reaches the ground, τb."""
    return 0.56 * (np.exp(-0.65 * mass) + np.exp(-0.095 * mass))


def diffuse_transmittance(beam: Any) -> Any:
    """Share that arrives as diffuse sky light, τd."""
    return 0.271 - 0.294 * beam


def reflectance_transmittance(beam: Any) -> Any:
    """Share that reaches the ground around and can be thrown back, τr."""
    return 0.271 + 0.706 * beam


def slope_factors(gradient: Any, diffuse: str) -> tuple[Any, Any]:
    """What of the sky and of the ground a slope sees, for the diffuse and the reflected part.

    Parameters
    ----------
    gradient
        Rise per metre along the steepest line (tan β).
    diffuse
        One of `DIFFUSE_FORMS`.
    """
    cosine = 1 / np.sqrt(1 + np.square(gradient))
    if diffuse == PUBLISHED:
        return (1 + cosine) / 2, (1 - cosine) / 2  # cos²(β/2), sin²(β/2)
    return cosine**2 / 2, (1 - cosine**2) / 2
