"""Kumar et al. (1997) and a horizon, written down plainly and slowly: what the engine is compared with.

Nothing of the engine is used. One sun position after the other, its exact azimuth, every step of a ray,
float64, no tables and no sectors.
"""

from __future__ import annotations

import math

import numpy as np

EARTH_RADIUS = 6_371_000.0


def plain_slope(z: np.ndarray, size: float) -> tuple[np.ndarray, np.ndarray]:
    """Horn's gradient to the east and to the north of the inner cells; rows run southwards."""
    east = (z[:-2, 2:] + 2 * z[1:-1, 2:] + z[2:, 2:] - z[:-2, :-2] - 2 * z[1:-1, :-2] - z[2:, :-2]) / 8 / size
    north = (z[:-2, :-2] + 2 * z[:-2, 1:-1] + z[:-2, 2:] - z[2:, :-2] - 2 * z[2:, 1:-1] - z[2:, 2:]) / 8 / size
    return east, north


def plain_horizon(z: np.ndarray, size: float, azimuth: float) -> np.ndarray:
    """Tangent of the horizon (at least 0) in one direction for the inner cells.

    The ray is followed from the second row or column line onwards: the first belongs to the cells that
    the slope is taken from.
    """
    right, down = math.sin(azimuth), -math.cos(azimuth)
    major = max(abs(right), abs(down))
    right, down = right / major, down / major
    distance = size / major
    height, width = z.shape
    rows, columns = np.mgrid[1 : height - 1, 1 : width - 1].astype(float)
    own = z[1:-1, 1:-1]
    steps = np.arange(2, max(height, width))[:, None, None]
    r, c = rows + steps * down, columns + steps * right
    inside = (r >= -1e-9) & (r <= height - 1 + 1e-9) & (c >= -1e-9) & (c <= width - 1 + 1e-9)
    r, c = np.clip(r, 0, height - 1), np.clip(c, 0, width - 1)
    r0, c0 = np.minimum(r.astype(int), height - 2), np.minimum(c.astype(int), width - 2)
    fr, fc = r - r0, c - c0
    seen = (
        z[r0, c0] * (1 - fr) * (1 - fc)
        + z[r0, c0 + 1] * (1 - fr) * fc
        + z[r0 + 1, c0] * fr * (1 - fc)
        + z[r0 + 1, c0 + 1] * fr * fc
    )
    away = steps * distance
    tangents = (seen - own - away**2 / (2 * EARTH_RADIUS)) / away
    return np.where(inside, tangents, 0).max(axis=0, initial=0)


def plain_radiation(z: np.ndarray, size: float, latitude: np.ndarray, step_minutes: float = 30.0) -> np.ndarray:
    """A year on the inner cells of a square grid that points north: kWh/m2 as direct, diffuse, reflected.

    `latitude` (degrees) is that of each row of inner cells; the days are worked out row by row because
    the sun rises at another minute in each.
    """
    east, north = plain_slope(z, size)
    own = z[1:-1, 1:-1]
    cosine = 1 / np.sqrt(1 + east**2 + north**2)
    pressure = ((288 - 0.0065 * own) / 288) ** 5.256
    sums = np.zeros((3, *own.shape))
    phi = np.radians(latitude)[:, None]
    for day in range(1, 366):
        strength = 1367 * (1 + 0.0344 * math.cos(math.radians(360 * day / 365)))
        delta = math.radians(23.45) * math.sin(math.radians(360 * (284 + day) / 365))
        middle = float(phi.mean())
        sunset = math.acos(-math.tan(middle) * math.tan(delta))
        number = math.ceil(sunset * 24 / math.pi * 60 / step_minutes)
        hours = sunset * 24 / math.pi / number
        for place in range(number):
            hour = ((place + 0.5) / number * 2 - 1) * sunset
            up = np.sin(phi) * math.sin(delta) + np.cos(phi) * math.cos(delta) * math.cos(hour)
            to_east = -math.cos(delta) * math.sin(hour)
            to_north = np.cos(phi) * math.sin(delta) - np.sin(phi) * math.cos(delta) * math.cos(hour)
            azimuth = math.atan2(to_east, float(to_north.mean()))
            lit = up / np.hypot(to_east, to_north) > plain_horizon(z, size, azimuth)
            facing = (up - to_east * east - to_north * north) * cosine
            mass = (np.sqrt(1229 + (614 * up) ** 2) - 614 * up) * pressure
            beam = 0.56 * (np.exp(-0.65 * mass) + np.exp(-0.095 * mass))
            energy = strength * hours / 1000
            sums[0] += energy * beam * np.maximum(facing, 0) * lit
            sums[1] += energy * (0.271 - 0.294 * beam) * (1 + cosine) / 2 * up
            sums[2] += 0.2 * energy * (0.271 + 0.706 * beam) * (1 - cosine) / 2 * up
    return sums
