"""Landforms carved into the ground, so that it is their relief that the sun lights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .canvas import Canvas, ramp
from .landforms import Kind, Landform, LookAlike, Own, mask_of, own_coordinates
from .noise import Floats, Noise, Window
from .relief import PIXEL

_RIM = 24


class _Site:
    """The ground of one landform: its coordinates, its part of the canvas, its own random numbers."""

    def __init__(self, canvas: Canvas, noise: Noise, landform: Landform, window: Window, seed: int) -> None:
        self.window = window
        self.part = canvas.part(window)
        self.canvas = canvas
        self.own: Own = own_coordinates(landform, window)
        self.mask = self.own.mask
        self.random = np.random.default_rng([seed, landform.number])
        self.noise = noise
        self.channel = 100_000 + 50 * landform.number

    def bumps(self, which: int, cell: float) -> Floats:
        """Noise of this landform's own, for the pixels inside."""
        return self.noise.smooth(self.channel + which, self.window, cell)[self.mask]

    def even_ground(self, smoothness: float, flatten: float) -> Floats:
        """The ground under the landform without its small forms, its cross-profile evened out.

        `flatten` is how far (0..1) the ground is drawn to its mean height at the same distance from
        the head; it does so only away from the edge, so the landform joins the ground around it.
        """
        z = self.canvas.z[self.part]
        smooth = ndimage.gaussian_filter(z, smoothness)[self.mask]
        own = self.own
        behind = 120  # pixels behind the head that its round end may reach
        place = np.clip(own.along + behind, 0, None).astype(np.int64)
        count = np.maximum(np.bincount(place), 1)
        profile = np.bincount(place, smooth) / count
        weight = np.bincount(place) > 0
        known = np.flatnonzero(weight)
        profile = np.interp(np.arange(len(profile)), known, profile[known])
        profile = ndimage.gaussian_filter1d(profile, 10, mode="nearest")
        level = np.interp(own.along + behind, np.arange(len(profile)) + 0.5, profile).astype(np.float32)
        inner = ramp(own.edge / own.radius, 0.0, 0.65) * np.float32(flatten)
        ground = smooth + inner * (level - smooth)
        join = ramp(own.edge, 0, 7)
        joined: Floats = z[self.mask] + join * (ground - z[self.mask])
        return joined

    def keep(self, pixels: NDArray[np.bool_]) -> None:
        """Make the mask smaller: only these of the pixels inside stay in it."""
        mask = np.zeros_like(self.mask)
        mask[self.mask] = pixels
        self.mask = mask

    def put(self, z: Floats, tint: Floats, share: Floats, code: LookAlike, number: int) -> None:
        """Write elevation, brightness, share of own colour, code and owner of the pixels inside."""
        canvas, part, mask = self.canvas, self.part, self.mask
        canvas.z[part][mask] = z
        canvas.tint[part][mask] = tint
        canvas.cover[part][mask] = code
        canvas.rock_glacier[part][mask] = False
        canvas.owner[part][mask] = number
        canvas.share[part][mask] = np.clip(share * 255, 0, 255)
        canvas.stream[part][mask] = 0


def _crests(phase: Floats) -> Floats:
    """Waves of -1..1 with narrow crests and wide furrows."""
    waves: Floats = 1 - 2 * np.abs(np.sin(phase / 2)) ** np.float32(0.8)
    return waves


def _rock_glacier(site: _Site, landform: Landform) -> None:
    """A creeping body of debris: convex, with arcs of ridges and a steep front above the ground below."""
    own, random = site.own, site.random
    width = 2 * float(np.mean(landform.radius)) * PIXEL
    height = float(np.clip(random.uniform(0.10, 0.15) * width, 13, 45))
    grown = ramp(own.along / own.length, 0.0, random.uniform(0.3, 0.5))
    rim = np.clip(own.edge / (1.35 * height / PIXEL), 0, 1)
    across = np.clip(np.abs(own.side) / own.radius, 0, 1)
    body = height * (0.12 + 0.88 * grown) * (1 - (1 - rim) ** 1.7) * (0.78 + 0.22 * (1 - across**2))
    # Arcs, convex down the flow: the middle creeps faster than the sides.
    arc = own.along + random.uniform(0.45, 0.75) * own.side**2 / own.radius
    arc = arc + 3.0 * site.bumps(0, 26) + 1.0 * site.bumps(1, 7)
    step = 0.0
    if random.uniform() < 0.55 and own.length * PIXEL > 260:  # a younger lobe that overrides the older one
        place = random.uniform(0.4, 0.68) * own.length
        step = random.uniform(0.2, 0.34) * height
        body = body - step * ramp(arc, place, place + 1.5 * step / PIXEL) * rim

    wave = random.uniform(24, 44) / PIXEL
    ridges = _crests(2 * np.pi * arc / wave) + 0.9 * _crests(2 * np.pi * arc / (2.3 * wave) + 1.0)
    flow = _crests(2 * np.pi * (own.side + 2.0 * site.bumps(2, 18)) / (1.4 * wave))
    ridges = ridges * (0.2 + 0.8 * grown) + flow * (1 - grown)
    strength = random.uniform(1.35, 2.3) * np.clip(0.85 + 0.35 * site.bumps(3, 22), 0.35, 1.6) * rim
    pits = 0.9 * site.bumps(6, 9) + 0.45 * site.bumps(4, 2.5)
    z = site.even_ground(7, 0.6) + body + strength * ridges + pits * rim

    front = (1 - rim) * ramp(own.along / own.length, 0.45, 0.75)
    tint = 1 + 0.03 * ridges * rim + random.uniform(-0.02, 0.12) * front
    tint += 0.04 * site.bumps(5, 3) + 0.05 * site.bumps(7, 20)
    share = (random.uniform(0.6, 0.9) + 0.15 * site.bumps(8, 24)) * ramp(own.edge, 0, 3)
    share *= ramp(own.along / own.length, -0.05, 0.25)
    site.put(z, tint, np.maximum(share, 0.75 * front), LookAlike.NONE, landform.number)
    site.canvas.rock_glacier[site.part][site.mask] = True


def _glacier(site: _Site, landform: Landform) -> None:
    """Clean ice above, debris-covered below: hummocks, ponds, medial stripes, lateral moraines."""
    own, random = site.own, site.random
    bands = site.bumps(5, 40) * 0.6 + own.side / own.radius * random.uniform(4, 8)
    stripes = np.sin(bands) + 0.5 * np.sin(2.7 * bands + 1)
    share = own.along / own.length + 0.03 * site.bumps(0, 25) + 0.015 * site.bumps(10, 7) + 0.035 * stripes
    covered = ramp(share, landform.ice_share - 0.03, landform.ice_share + 0.06)
    rim = ramp(own.edge, 0, 12)
    across = own.side / own.radius
    ground = site.even_ground(10, 0.75)
    hummocks = 4.4 * site.bumps(1, 12) + 3.4 * site.bumps(2, 6) + 1.0 * site.bumps(3, 2.5)
    swell = 13 * (1 - np.clip(np.abs(across), 0, 1) ** 2) * ramp(1 - share, 0.0, 0.2)
    moraine = 9 * np.exp(-(((own.edge - 7) / 4.0) ** 2)) * ramp(share, 0.3, 0.5)
    moraine *= np.clip(0.8 + 0.4 * site.bumps(8, 20), 0, 1.5)
    z = ground + rim * (swell * (1 - 0.8 * covered) + covered * hummocks) + moraine
    deep = site.bumps(4, 11) + 0.5 * site.bumps(1, 12)
    ponds = (deep < -2.0) & (covered > 0.9) & (own.edge > 12)
    cliffs = ramp(np.abs(deep + 2.25), 0.25, 0.0) * (covered > 0.9)
    crevasses = np.sin(2 * np.pi * (own.along + 0.4 * own.side**2 / own.radius) / 6 + 3 * site.bumps(6, 9))
    cracked = ramp(site.bumps(7, 18), 0.9, 1.8)
    tint = 1 + covered * (0.09 * stripes - 0.25 * cliffs)
    tint += (1 - covered) * (0.06 * stripes + 0.06 * cracked * crevasses + 0.04 * site.bumps(9, 5))
    own_share = 0.9 * ramp(own.edge, -1, 4)
    site.put(z, tint, own_share, LookAlike.CLEAN_ICE, landform.number)
    codes = np.where(covered > 0.5, LookAlike.DEBRIS_COVERED_GLACIER, LookAlike.CLEAN_ICE)
    site.canvas.cover[site.part][site.mask] = np.where(ponds, LookAlike.LAKE, codes)


def _rock_avalanche(site: _Site, landform: Landform) -> None:
    """Debris of a fallen slope: a thin sheet of hummocks without order, with a low, lobed rim."""
    own, random = site.own, site.random
    rim = np.clip(own.edge / 5, 0, 1)
    grown = ramp(own.along / own.length, 0.15, 0.45)
    height = random.uniform(6, 13) * (0.1 + 0.9 * grown)
    hummocks = 3.8 * site.bumps(0, 9) + 2.4 * site.bumps(1, 4.5) + 0.9 * site.bumps(2, 2.2)
    z = site.even_ground(6, 0.3) + height * (1 - (1 - rim) ** 2) + rim * grown * hummocks
    tint = random.uniform(0.98, 1.14) + 0.05 * site.bumps(3, 5) + 0.04 * site.bumps(4, 2) + 0.04 * site.bumps(5, 18)
    share = (0.8 + 0.12 * site.bumps(6, 15)) * ramp(own.edge, 0, 3) * (0.3 + 0.7 * grown)
    site.put(z, tint, share, LookAlike.ROCK_AVALANCHE, landform.number)


def _talus_fan(site: _Site, landform: Landform) -> None:
    """A cone of fallen stones: where a cone from the gully's foot lies above the ground, it is the ground."""
    own, random = site.own, site.random
    z = site.canvas.z[site.part][site.mask]
    (top, left), toe = landform.spine[0], landform.spine[-1]
    rows, columns = np.nonzero(site.mask)
    down = (rows + site.window.row - top).astype(np.float32)
    right = (columns + site.window.column - left).astype(np.float32)
    away = np.hypot(down, right)
    near, far = away < 5, np.hypot(down - toe[0] + top, right - toe[1] + left) < 5
    if not near.any() or not far.any():  # cut off by the edge of the canvas
        return
    apex, foot = float(z[near].mean()) + 1, float(z[far].mean())
    reach = max(float(np.hypot(*(toe - landform.spine[0]))), 1)
    bearing = np.arctan2(down, right)
    channels = np.sin(bearing * random.uniform(24, 40) + 1.2 * site.bumps(0, 30))
    cone = apex + (foot - apex) * (away / reach) ** np.float32(0.9)
    cone += 0.4 * channels * ramp(away, 4, 25) + 0.15 * site.bumps(1, 2)
    cone -= 30 * ramp(np.abs(own.side) / own.radius, 0.3, 1.2)
    above = cone - z
    fan = (above > 0) & (site.canvas.owner[site.part][site.mask] == 0)
    texture = site.bumps(2, 3)
    site.keep(fan)
    tint = random.uniform(1.0, 1.14) + 0.05 * channels + 0.03 * texture
    share = 0.85 * ramp(above, 0.0, 2.5)
    site.put(cone[fan], tint[fan], share[fan], LookAlike.TALUS, landform.number)


def _lake(site: _Site, landform: Landform) -> None:
    """Still water: level, between a bank and a low rim."""
    z = site.canvas.z[site.part]
    level = np.float32(np.quantile(z[site.mask], 0.3))
    away = ndimage.distance_transform_edt(~site.mask).astype(np.float32)
    # The ground above is cut back to a bank, and a low rim holds the water below.
    bank = level + np.float32(0.25) + np.float32(0.5 * PIXEL) * away
    rim = level + np.float32(0.6) - np.float32(0.4 * PIXEL) * np.clip(away - 3, 0, None)
    shore = np.maximum(np.minimum(z, bank), rim)
    z += np.where(away > 0, ramp(away, 22, 12) * (shore - z), 0)
    ones = np.ones(int(site.mask.sum()), np.float32)
    site.put(level * ones, ones, ones, LookAlike.LAKE, landform.number)


_CARVERS = {
    Kind.ROCK_GLACIER: _rock_glacier,
    Kind.GLACIER: _glacier,
    Kind.ROCK_AVALANCHE: _rock_avalanche,
    Kind.TALUS_FAN: _talus_fan,
    Kind.LAKE: _lake,
}


def carve(canvas: Canvas, noise: Noise, landform: Landform, seed: int) -> bool:
    """Put one landform on the canvas; False where it lies outside."""
    window = landform.window(_RIM).clipped(canvas.window)
    if window.height < 3 or window.width < 3 or not mask_of(landform.outline, window).any():
        return False
    _CARVERS[landform.kind](_Site(canvas, noise, landform, window, seed), landform)
    return True
