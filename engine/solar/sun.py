"""Where the sun stands through a year, and how strong it is: tables for one latitude after the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .equations import (
    RadiationOptions,
    air_mass,
    beam_transmittance,
    declination,
    diffuse_transmittance,
    extraterrestrial,
    pressure_ratio,
    reflectance_transmittance,
    sunset_angle,
)

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

DEGREES_PER_LATITUDE = 0.02
"""Cells share the sun of the nearest multiple: at most 0.01° (1.1 km) off, some 0.01 % of the radiation."""

METRES_PER_LEVEL = 250.0
"""Between elevations for which the transmittance is worked out; between them it is interpolated."""

_STEEPEST = 1e6  # a tangent; the sun in the zenith has none


@dataclass(frozen=True)
class SunPositions:
    """The sun at the middle of equal intervals from sunrise to sunset, each of shape (t,).

    `east`, `north`, `up`: unit vector towards the sun. `hours`: length of the interval. `strength`:
    radiation outside the atmosphere, W m⁻².
    """

    east: Floats
    north: Floats
    up: Floats
    hours: Floats
    strength: Floats

    @property
    def azimuth(self) -> Floats:
        """Clockwise from north, radians, 0 to 2π."""
        return np.asarray(np.arctan2(self.east, self.north) % (2 * np.pi))


def sun_positions(latitude: float, options: RadiationOptions) -> SunPositions:
    """Positions for every day of the options, at a latitude in degrees.

    Samples lie in the middle of intervals of at most `options.step_minutes`: sums over their ends, as
    ports do, are too high by some percent.
    """
    phi = np.radians(latitude)
    days = np.arange(options.days[0], options.days[1] + 1)
    delta = declination(days)
    sunset = sunset_angle(phi, delta)
    length = sunset * 24 / np.pi  # hours of daylight
    number = np.ceil(length * 60 / options.step_minutes - 1e-9).astype(np.int64)
    day = np.repeat(np.arange(len(days)), number)
    place = np.arange(len(day)) - np.repeat(np.cumsum(number) - number, number)
    hour_angle = ((place + 0.5) / number[day] * 2 - 1) * sunset[day]
    sin_delta, cos_delta = np.sin(delta)[day], np.cos(delta)[day]
    east = -cos_delta * np.sin(hour_angle)
    north = sin_delta * np.cos(phi) - cos_delta * np.sin(phi) * np.cos(hour_angle)
    up = np.sin(phi) * sin_delta + np.cos(phi) * cos_delta * np.cos(hour_angle)
    hours = (length / np.maximum(number, 1))[day]
    return SunPositions(east, north, up, hours, extraterrestrial(days)[day])


@dataclass(frozen=True)
class SunTables:
    """Positions of the sun for several latitudes, sorted into azimuth sectors, as the loops read them.

    `east`, `north`, `up`, `tangent` (of the sun's elevation), `fraction` (place within the sector, 0 to
    1) and `hours` have shape (t,); `beam` (levels, t) is the direct radiation on a surface across the
    beam in kWh m⁻². `starts` (latitudes, sectors + 1) tells where a sector's positions begin.
    `diffuse` and `reflected` (levels, latitudes) are sums for a surface that sees all sky, or all
    ground of albedo 1, in kWh m⁻². `lowest` is the first level's elevation in metres.
    """

    east: Singles
    north: Singles
    up: Singles
    tangent: Singles
    fraction: Singles
    hours: Singles
    beam: Singles
    starts: Integers
    diffuse: Floats
    reflected: Floats
    lowest: float


def latitude_bins(latitudes: Floats) -> Integers:
    """Which multiple of `DEGREES_PER_LATITUDE` each latitude (degrees) is nearest to."""
    return np.asarray(np.rint(latitudes / DEGREES_PER_LATITUDE), dtype=np.int64)


def sun_tables(bins: Integers, elevations: tuple[float, float], sectors: int, options: RadiationOptions) -> SunTables:
    """Tables for latitudes, and for elevations from the lowest to the highest.

    Parameters
    ----------
    bins
        From `latitude_bins`, each once, shape (latitudes,).
    elevations
        Metres, lowest and highest of the cells.
    sectors
        Number of azimuth sectors; the first begins in the north.
    options
        Days, time step, pressure.
    """
    lowest = np.floor(elevations[0] / METRES_PER_LEVEL) * METRES_PER_LEVEL
    number = int(np.floor((elevations[1] - lowest) / METRES_PER_LEVEL)) + 2
    levels = lowest + METRES_PER_LEVEL * np.arange(number)
    ratio = pressure_ratio(levels) if options.pressure else np.ones(number)
    columns: list[Singles] = []
    beams: list[Singles] = []
    starts = np.zeros((len(bins), sectors + 1), dtype=np.int64)
    sums = np.zeros((2, number, len(bins)))
    begin = 0
    for index, multiple in enumerate(bins.tolist()):
        sun = sun_positions(multiple * DEGREES_PER_LATITUDE, options)
        place = sun.azimuth * (sectors / (2 * np.pi))
        sector = np.minimum(place.astype(np.int64), sectors - 1)
        order = np.argsort(sector, kind="stable")
        starts[index] = begin + np.searchsorted(sector[order], np.arange(sectors + 1))
        begin += len(order)
        flat = np.hypot(sun.east, sun.north)
        tangent = np.minimum(sun.up / np.maximum(flat, 1 / _STEEPEST), _STEEPEST)
        found = np.array([sun.east, sun.north, sun.up, tangent, place - sector, sun.hours])
        columns.append(found[:, order].astype(np.float32))
        beam, sums[:, :, index] = _strengths(sun, ratio)
        beams.append(beam[:, order])
    east, north, up, tangent, fraction, hours = np.ascontiguousarray(np.concatenate(columns, axis=1))
    beam = np.ascontiguousarray(np.concatenate(beams, axis=1))
    return SunTables(east, north, up, tangent, fraction, hours, beam, starts, sums[0], sums[1], float(lowest))


def _strengths(sun: SunPositions, ratio: Floats) -> tuple[Singles, Floats]:
    """Direct radiation of each position at each level, and the sums of the diffuse and the reflected."""
    energy = sun.strength * sun.hours / 1000  # kWh m⁻² outside the atmosphere, across the beam
    mass = air_mass(sun.up)[None, :] * ratio[:, None]
    beam = beam_transmittance(mass)
    upright = energy * sun.up  # on level ground
    sums = np.array(
        [(diffuse_transmittance(beam) * upright).sum(axis=1), (reflectance_transmittance(beam) * upright).sum(axis=1)]
    )
    return (beam * energy).astype(np.float32), sums
