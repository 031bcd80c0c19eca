"""From the ground to the image: rock, soil and snow, lit by the sun, seen through air and optics."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .canvas import Canvas, ramp, slope_of, streaks
from .landforms import Landform, LookAlike
from .noise import Floats, Noise, Window
from .relief import PIXEL, Relief

SHADOW_REACH = 160
"""Pixels up to which a shadow is followed."""
_NEAR = 32
"""Pixels around a block that its filters look at."""

# Reflectance (red, green, blue) of the rocks of a scene: gneiss, slate, sandstone, schist, granite.
ROCKS = np.array(
    [[0.225, 0.195, 0.170], [0.150, 0.146, 0.145], [0.248, 0.202, 0.160], [0.185, 0.165, 0.140], [0.245, 0.228, 0.205]],
    np.float32,
)
SOIL = np.array([0.200, 0.165, 0.125], np.float32)
MEADOW = np.array([0.122, 0.118, 0.070], np.float32)
GRAVEL = np.array([0.265, 0.250, 0.228], np.float32)
WATER = np.array([0.070, 0.092, 0.098], np.float32)
SNOW = np.array([0.90, 0.92, 0.95], np.float32)
ICE = np.array([0.34, 0.37, 0.395], np.float32)
SUNLIGHT = np.array([1.00, 0.97, 0.92], np.float32)
SKYLIGHT = np.array([0.075, 0.096, 0.128], np.float32)
HAZE = np.array([0.008, 0.012, 0.020], np.float32)


@dataclass(frozen=True)
class Sky:
    """When and through what the image is taken: sun (degrees clockwise from north; above the horizon),
    reflectance that the image shows as white, and haze (1 = usual).
    """

    azimuth: float
    elevation: float
    white: float
    haze: float

    @classmethod
    def of(cls, random: np.random.Generator) -> Sky:
        """A late morning in the north-western Himalaya: the sun in the south-east."""
        return cls(
            float(random.uniform(128, 152)),
            float(random.uniform(43, 51)),
            float(random.uniform(0.34, 0.41)),
            float(random.uniform(0.6, 1.7)),
        )


@dataclass(frozen=True)
class Geology:
    """The rocks of a scene: bands along the strike, tilted, so that they show on slopes as strata."""

    noise: Noise
    relief: Relief
    order: NDArray[np.int64]

    def _across(self, window: Window) -> Floats:
        """Metres across the strike."""
        strike = self.relief.strike
        rows = (window.row + np.arange(window.height, dtype=np.float32))[:, None] * np.float32(PIXEL)
        columns = (window.column + np.arange(window.width, dtype=np.float32))[None] * np.float32(PIXEL)
        across: Floats = columns * np.float32(strike.cosine) + rows * np.float32(strike.sine)
        return across

    def rock(self, window: Window, z: Floats) -> Floats:
        """Reflectance of bare rock, shape (3, height, width)."""
        place = (self._across(window) + 0.9 * z) / 1500 + 0.45 * self.noise.fractal(51, window, 260, 3)
        unit = np.floor(place).astype(np.int64)
        mix = ramp(place - unit, 0.86, 1.0)
        count = len(self.order)
        here, there = ROCKS[self.order[unit % count]], ROCKS[self.order[(unit + 1) % count]]
        colour = here + mix[..., None] * (there - here)
        colour = colour * (1 + 0.07 * self.noise.fractal(53, window, 60, 2))[..., None]
        return np.moveaxis(colour, -1, 0).astype(np.float32)

    def beds(self, window: Window, z: Floats) -> Floats:
        """Brightness of strata, -1..1: tilted beds, thick and thin, cut by the ground."""
        across = self._across(window)
        beds = np.sin((0.35 * across + z) / 9 + 2.5 * self.noise.smooth(52, window, 60))
        beds += 0.5 * np.sin((0.35 * across + z) / 3.7 + 2.0 * self.noise.smooth(54, window, 40))
        bedded = ramp(self.noise.smooth(55, window, 110), -0.6, 1.4)  # elsewhere the rock is massive
        return np.asarray(bedded * beds, np.float32)


def sunlit(z: Floats, sky: Sky) -> tuple[Floats, Floats]:
    """Cosine of the angle of incidence, and how far (0..1) the sun reaches the ground.

    The shadow height is found by doubling: a field of heights, lowered along the ray, is compared
    with itself shifted by 1, 2, 4 ... steps towards the sun. (Gaps between steps are none, because
    each comparison covers all steps up to its own.)
    """
    azimuth, elevation = np.radians([sky.azimuth, sky.elevation])
    down, right = np.gradient(z, PIXEL)
    east, north, up = (np.sin(azimuth) * np.cos(elevation), np.cos(azimuth) * np.cos(elevation), np.sin(elevation))
    incidence = (-right * east + down * north + up) / np.sqrt(1 + down**2 + right**2)
    tangent = np.float32(np.tan(elevation) * PIXEL)
    lifted = z.copy()
    reach = 1
    while reach <= SHADOW_REACH:
        move = (round(np.cos(azimuth) * reach), round(-np.sin(azimuth) * reach))
        seen = _shifted(lifted, *move) - tangent * np.float32(np.hypot(*move))
        lifted = np.maximum(lifted, seen)
        reach *= 2
    open_to_sun = ramp(lifted - z, 2.5, 0.3)
    return np.clip(incidence, 0, None).astype(np.float32), open_to_sun


def _shifted(field: Floats, up: int, left: int) -> Floats:
    """The field moved by whole pixels; what comes in from outside is very low."""
    moved = np.full_like(field, -1e6)
    height, width = field.shape
    if abs(up) < height and abs(left) < width:
        to = (slice(max(up, 0), height + min(up, 0)), slice(max(left, 0), width + min(left, 0)))
        source = (slice(max(-up, 0), height + min(-up, 0)), slice(max(-left, 0), width + min(-left, 0)))
        moved[to] = field[source]
    return moved


@dataclass(frozen=True)
class Painter:
    """Paints blocks of a scene."""

    canvas: Canvas
    noise: Noise
    relief: Relief
    geology: Geology
    colours: Floats
    snow_line: float
    sky: Sky

    def block(self, window: Window) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Image (3, height, width) and look-alike codes (height, width) of a block inside the scene."""
        rim = window.grown(SHADOW_REACH).clipped(self.canvas.window)
        incidence, sun = sunlit(self.canvas.z[self.canvas.part(rim)], self.sky)
        near = window.grown(_NEAR)
        in_rim = near.within(rim)
        incidence, sun = incidence[in_rim], sun[in_rim]
        colour, cover = self._reflectance(near)
        z = self.canvas.z[self.canvas.part(near)]
        hollow = ndimage.gaussian_filter(z, 8) - z
        seen = np.clip(1 - 0.035 * hollow, 0.45, 1.15)  # less of the sky is seen from a hollow
        light = SUNLIGHT[:, None, None] * (incidence * sun) + SKYLIGHT[:, None, None] * seen
        image = colour * light + np.float32(self.sky.haze) * HAZE[:, None, None]
        image = ndimage.gaussian_filter(image, (0, 0.62, 0.62))
        image = image[(slice(None), *window.within(near))]
        cover = cover[window.within(near)]
        shaded = (sun[window.within(near)] < 0.3) & (cover == LookAlike.NONE)
        cover[shaded & ~self.canvas.rock_glacier[self.canvas.part(window)]] = LookAlike.SHADOW
        return self._expose(image, window), cover

    def _expose(self, image: Floats, window: Window) -> NDArray[np.uint8]:
        """Stretch as a visual product is, add the sensor's noise, keep 0 for `no data`."""
        bright = 255 * np.clip(image / np.float32(self.sky.white), 0, 1) ** np.float32(0.72)
        for band in range(3):
            grain = self.noise.white(70 + band, window) + self.noise.white(80 + band, window)
            bright[band] += 1.6 * grain
        return np.asarray(np.clip(np.rint(bright), 1, 255), np.uint8)

    def _reflectance(self, window: Window) -> tuple[Floats, NDArray[np.uint8]]:
        canvas, noise = self.canvas, self.noise
        part = canvas.part(window)
        z = canvas.z[part]
        smooth = ndimage.gaussian_filter(z, 2.5)
        slope = slope_of(smooth)
        colour = self.geology.rock(window, z)
        steep = ramp(slope + 3 * noise.smooth(61, window, 12), 30, 40)
        rock_tone = 0.86 + 0.10 * noise.fractal(62, window, 8, 3)
        talus_tone = 1.06 + 0.055 * streaks(noise, 63, window, smooth, 3, 18)
        talus_tone += 0.035 * noise.fractal(71, window, 7, 3, 0.8)
        tone = talus_tone + steep * (rock_tone - talus_tone)
        colour *= tone * (1 + (0.02 + 0.14 * steep) * self.geology.beds(window, z))
        self._plant(colour, window, z)
        owner = canvas.owner[part]
        owned = owner > 0
        share = canvas.share[part][owned] / np.float32(255)
        ambient = colour[:, owned]
        own = self.colours[owner[owned]].T
        colour[:, owned] = (ambient + share * (own - ambient)) * canvas.tint[part][owned]
        self._wash(colour, part)
        boulders = 1 + 0.055 * noise.white(64, window) + 0.045 * noise.smooth(65, window, 1.6)
        colour *= boulders
        cover = canvas.cover[part].copy()
        self._freeze(colour, cover, window, smooth, slope)
        return colour, cover

    def _wash(self, colour: Floats, part: tuple[slice, slice]) -> None:
        """Streams and their gravel."""
        stream = self.canvas.stream[part]
        if stream.any():
            for code, paint, share in ((1, GRAVEL, 0.4), (2, WATER, 0.6)):
                weight = share * ndimage.gaussian_filter((stream >= code).astype(np.float32), 0.9)
                colour += weight * (paint[:, None, None] - colour)

    def _plant(self, colour: Floats, window: Window, z: Floats) -> None:
        """Soil and alpine meadow on gentle ground, more of it lower down; crests stay bare."""
        broad = ndimage.gaussian_filter(z, 7)
        gentle = ramp(slope_of(broad), 27, 13) * ramp(broad - ndimage.gaussian_filter(z, 12), 2.5, 0.5)
        height = self.relief.sample(self.relief.floor_height, window)
        patchy = self.noise.fractal(66, window, 44, 6, 0.72)
        soil = 0.55 * gentle * ramp(patchy, -2.2, 0.8)
        meadow = gentle * ramp(110 - height + 120 * patchy, 0, 130) * 0.75
        for share, paint in ((soil, SOIL), (meadow, MEADOW)):
            colour += share * (paint[:, None, None] - colour)

    def _freeze(self, colour: Floats, cover: NDArray[np.uint8], window: Window, z: Floats, slope: Floats) -> None:
        """Paint ice, water and snow, and code the snow."""
        noise, tint = self.noise, self.canvas.tint[self.canvas.part(window)]
        ice = cover == LookAlike.CLEAN_ICE
        white = ramp(z + 45 * noise.smooth(67, window, 30), self.snow_line - 80, self.snow_line + 60)[ice]
        colour[:, ice] = (ICE[:, None] + white * (SNOW - ICE)[:, None]) * tint[ice]
        water = cover == LookAlike.LAKE
        milk = ramp(noise.smooth(68, window, 200), -1.2, 1.2)[water]
        deep, glacial = np.array([0.025, 0.055, 0.075]), np.array([0.14, 0.24, 0.25])
        colour[:, water] = deep[:, None] + milk * (glacial - deep)[:, None]
        down, right = np.gradient(z, PIXEL)
        north = -down / np.maximum(np.hypot(down, right), 0.05) * -1
        hollow = ndimage.gaussian_filter(z, 4) - z
        drift = streaks(noise, 70, window, z, 4, 12)
        chance = (z - self.snow_line) / 130 + 0.55 * np.clip(hollow, -2, 2) + 0.55 * north
        chance += 0.65 * noise.fractal(69, window, 30, 5, 0.7) + 0.22 * drift
        chance -= ramp(slope, 38, 50) * 2
        snow = ramp(chance, 1.5, 1.75) * (cover != LookAlike.LAKE)
        snow[self.canvas.rock_glacier[self.canvas.part(window)]] *= 0
        colour += snow * (SNOW[:, None, None] - colour)
        bare = (cover == LookAlike.NONE) | (cover == LookAlike.TALUS)
        cover[bare & (snow > 0.5)] = LookAlike.SNOW


def landform_colours(geology: Geology, landforms: list[Landform], seed: int) -> Floats:
    """Reflectance of each landform's debris, by number: that of the rock above its head, shape (n + 1, 3)."""
    colours = np.zeros((max((one.number for one in landforms), default=0) + 1, 3), np.float32)
    random = np.random.default_rng([seed, 404])
    for one in sorted(landforms, key=lambda landform: landform.number):
        row, column = one.spine[0]
        at = Window(int(row), int(column), 1, 1)
        z = geology.relief.sample(geology.relief.elevation, at)
        rock = geology.rock(at, z)[:, 0, 0]
        tone = np.exp(random.normal(0, 0.09)) * np.array([1, 1, 1])
        colours[one.number] = rock * tone
    return colours
