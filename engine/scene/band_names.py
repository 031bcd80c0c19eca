"""What a band of an image shows, from all that its file says: names, wavelengths, the satellite's numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_WORDS = {
    "red": ("red", "rot", "rouge", "rojo", "rosso", "红", "紅", "赤"),
    "green": ("green", "grün", "gruen", "vert", "verde", "绿", "綠", "緑"),
    "blue": ("blue", "blau", "bleu", "azul", "blu", "蓝", "藍", "青"),
    "nir": ("nir", "nir08", "infrared"),
}
_OTHERS = (
    ("rededge", "rededge"),
    ("vegetationred", "rededge"),
    ("coastal", "coastal"),
    ("aerosol", "coastal"),
    ("ultrablue", "coastal"),
    ("deepblue", "coastal"),
    ("swir", "swir"),
    ("shortwave", "swir"),
    ("shortinfra", "swir"),
    ("thermal", "thermal"),
    ("lwir", "thermal"),
    ("panchromatic", "pan"),
    ("cirrus", "cirrus"),
    ("watervap", "vapour"),
    ("nearinfra", "nir"),
    ("yellow", "yellow"),
    ("alpha", "alpha"),
    ("transparen", "alpha"),
    ("opacity", "alpha"),
    ("datamask", "alpha"),
    ("validmask", "alpha"),
    ("validitymask", "alpha"),
    ("greeni", "green1"),
)
_LETTERS = {"r": "red", "g": "green", "b": "blue", "n": "nir"}
_AROUND = re.compile(r"band|channel|kanal|bande|banda|reflectance|surface|median|mean|\d+")
"""What stands around a colour's word: redBand."""
_NUMBER = re.compile(r"(?:^|[^a-z0-9])(sr[_ ]?|refl[_ ]?)?(b|band)[ _.-]?0*(\d{1,2})(a?)(?![a-z0-9])")
_PLACE = re.compile(r"^(?P<stem>.*?)0*(?P<number>\d{1,3})$")
_WAVELENGTH = re.compile(r"(\d+(?:\.\d+)?) ?(nm|nanomet|um|µm|μm|micromet)")
_RANGES = {
    "coastal": (0.40, 0.455, 0.443),
    "blue": (0.455, 0.52, 0.485),
    "green": (0.52, 0.60, 0.56),
    "yellow": (0.60, 0.62, 0.61),
    "red": (0.62, 0.685, 0.66),
    "rededge": (0.685, 0.755, 0.72),
    "nir": (0.755, 1.0, 0.85),
    "swir": (1.0, 3.0, 1.6),
}
"""Micrometres: from, to, and the middle that satellites agree on."""

SENTINEL_2 = "Sentinel-2"
_LANDSAT_8, _LANDSAT_7 = "Landsat 8 or 9", "Landsat 4 to 7"
_FOUR, _EIGHT = "PlanetScope or Gaofen with four bands", "PlanetScope with eight bands"
_SYSTEMS: dict[str, tuple[str, ...]] = {  # from band 0 on
    SENTINEL_2: (
        "",
        "coastal",
        "blue",
        "green",
        "red",
        "rededge",
        "rededge",
        "rededge",
        "nir",
        "vapour",
        "cirrus",
        "swir",
        "swir",
    ),
    _LANDSAT_8: ("", "coastal", "blue", "green", "red", "nir", "swir", "swir", "pan", "cirrus", "thermal", "thermal"),
    _LANDSAT_7: ("", "blue", "green", "red", "nir", "swir", "thermal", "swir", "pan"),
    "MODIS": ("", "red", "nir", "blue", "green", "swir", "swir", "swir"),
    "ASTER": ("", "green", "red", "nir", "swir"),
    _FOUR: ("", "blue", "green", "red", "nir"),
    _EIGHT: ("", "coastal", "blue", "green1", "green", "yellow", "red", "rededge", "nir"),
    "Pléiades or SPOT 6 and 7": ("blue", "green", "red", "nir"),
    "WorldView-2 or 3": ("", "coastal", "blue", "green", "yellow", "red", "rededge", "nir", "nir2"),
}
_SENSORS = (
    (SENTINEL_2, r"sentinel[ _-]?2|(?<![a-z0-9])(s2[abc]|msi)(?![a-z0-9])|msil[12][ac]"),
    (_LANDSAT_8, r"landsat[ _-]?0?[89]|(?<![a-z0-9])l[co]0?[89](?![0-9])|(?<![a-z0-9])oli"),
    (
        _LANDSAT_7,
        r"landsat[ _-]?0?[457](?![0-9])|(?<![a-z0-9])l[et]0?[457](?![0-9])"
        r"|(?<![a-z0-9])e?tm\+?(?![a-z0-9])|thematic mapper",
    ),
    ("MODIS", r"(?<![a-z0-9])modis(?![a-z0-9])|(?<![a-z0-9])m[oy]d09"),
    ("ASTER", r"(?<![a-z0-9])aster(?![a-z0-9])"),
    (_EIGHT, r"analyticms\w*_8b|superdove"),
    (_FOUR, r"analyticms(?!\w*_8b)|planetscope|gaofen|(?<![a-z0-9])gf-?[1267](?![0-9])"),
    ("Pléiades or SPOT 6 and 7", r"pl[eé]iades|(?<![a-z0-9])phr1?|spot[ _-]?[67](?![0-9])"),
    ("WorldView-2 or 3", r"worldview[ _-]?[23]|(?<![a-z0-9])wv0?[23](?![0-9])"),
)
_SENSOR_KEYS = re.compile(r"sensor|spacecraft|satellite|platform|mission|instrument|product|constellation")
_UNTOLD = (SENTINEL_2, _LANDSAT_8, _LANDSAT_7)
"""Whose numbers are tried where no satellite is named."""


def word_of(name: str) -> str | None:
    """What a name says in words: a colour, another part of the spectrum, or None."""
    low = name.strip().lower()
    if low in _LETTERS:
        return _LETTERS[low]
    squeezed = re.sub(r"[\W_]+", "", low)
    for part, meaning in _OTHERS:
        if part in squeezed and not (part == "greeni" and squeezed != "greeni"):
            return meaning
    tokens = set(re.findall(r"[^\W\d_]+\d*", low))
    tokens.add(_AROUND.sub("", squeezed))
    found = {meaning for meaning, words in _WORDS.items() if tokens & set(words)}
    return found.pop() if len(found) == 1 else None


def _by_wavelength(name: str, tags: Mapping[str, str]) -> tuple[str, float] | None:
    """Part of the spectrum, and by how much its middle is missed (micrometres)."""
    metres = None
    keys = {key.lower(): value for key, value in tags.items()}
    for key in ("central_wavelength_um", "center_wavelength", "central_wavelength", "wavelength"):
        try:
            metres = float(keys[key].split()[0])
        except (KeyError, ValueError, IndexError):
            continue
        unit = keys.get("wavelength_units", keys.get("wavelength_unit", "")).lower()
        if unit.startswith("nano") or unit == "nm" or metres > 100:
            metres /= 1000
        break
    if metres is None:
        told = _WAVELENGTH.search(name.lower())
        if told is None:
            return None
        metres = float(told[1]) / (1000 if told[2].startswith("n") else 1)
    for meaning, (low, high, middle) in _RANGES.items():
        if low <= metres < high:
            return meaning, abs(metres - middle)
    return "", 0.0


def sensor_of(tags: Mapping[str, str], path: str) -> str | None:
    """The satellite whose band numbers hold; None where none, or several, are named."""
    texts = [str(value) for key, value in tags.items() if _SENSOR_KEYS.search(key.lower())]
    for group in (texts, [path]):
        text = " ".join(group).lower()
        found = [system for system, words in _SENSORS if re.search(words, text)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def are_places(names: Sequence[str]) -> bool:
    """Whether names only count bands: Band 1, Band 2 ... (not B1: that is a satellite's)."""
    found = [_PLACE.match(name.strip().lower()) for name in names]
    stems = {match["stem"] for match in found if match}
    numbers = [int(match["number"]) for match in found if match]
    return len(stems) == 1 and len(names) > 1 and numbers == list(range(1, len(names) + 1))


def _numbers(names: Sequence[str]) -> list[tuple[int, str] | None]:
    found = [_NUMBER.search(name.lower()) for name in names]
    return [(int(match[3]), match[4]) if match else None for match in found]


def _systems(names: Sequence[str], sensor: str | None) -> list[str]:
    """Whose numbers these may be."""
    if sensor is not None:
        return [sensor]
    there = {number for number in _numbers(names) if number}
    if any("sur_refl" in name.lower() for name in names):
        return ["MODIS"]
    if (0, "") in there:
        return ["Pléiades or SPOT 6 and 7"]
    if (8, "a") in there or {(11, ""), (12, "")} <= there or any(number > 11 for number, _ in there):
        return [SENTINEL_2]
    if {(5, ""), (7, "")} <= there and (6, "") not in there:  # its sixth is thermal, and stored apart
        return [_LANDSAT_7]
    if not _are_surface_reflectance(names):
        return list(_UNTOLD)
    return [_LANDSAT_8] if (6, "") in there else [_LANDSAT_8, _LANDSAT_7]


class Meanings:
    """What the bands of a file show.

    Parameters
    ----------
    names
        One a band, empty where it has none.
    tags
        Of each band; may hold a wavelength.
    sensor
        From `sensor_of`.
    wanted
        What a model wants.
    """

    def __init__(
        self, names: Sequence[str], tags: Sequence[Mapping[str, str]], sensor: str | None, wanted: Sequence[str]
    ) -> None:
        self.names, self._wanted = [name.strip() for name in names], [band.lower() for band in wanted]
        self.sensor = sensor
        self.of: list[str | None] = []
        self._miss: list[float] = []
        for name, more in zip(self.names, tags, strict=True):
            meaning, miss = word_of(name), 0.0
            if name.lower() in self._wanted:
                meaning = name.lower()
            elif meaning is None and (by_light := _by_wavelength(name, more)):
                meaning, miss = by_light
            self.of.append(meaning)
            self._miss.append(miss)
        self.unclear: list[str] = []
        self.assumed = ""
        self._number_bands()

    def _number_bands(self) -> None:
        """Let the satellite's numbers say what words do not.

        `unclear` names readings that differ; `assumed` the satellite whose numbers mere places are taken for.
        """
        numbers = _numbers(self.names)
        places = are_places([name for name in self.names if name])
        places = places and not _are_surface_reflectance(self.names)
        if self.sensor is not None and not any(self.names):
            places, numbers = True, [(at + 1, "") for at in range(len(self.names))]
            if self.sensor not in (_FOUR, _EIGHT) or len(numbers) not in (4, 8):
                return
        if not any(numbers) or (places and self.sensor is None and not _are_satellites(self.names)):
            return
        readings, best = {}, self.of
        for system in _systems(self.names, self.sensor):
            told = [meaning or _in_system(number, system) for meaning, number in zip(self.of, numbers, strict=True)]
            if set(self._wanted) <= set(told):
                readings[system] = told
            if len(set(told) & set(self._wanted)) > len(set(best) & set(self._wanted)):
                best = told
        chosen = {tuple(told.index(band) for band in self._wanted) for told in readings.values()}
        if len(chosen) > 1 or (chosen and places and self.sensor is None):
            self.unclear = [*readings, *(["the order"] if places else [])]
        elif chosen:
            self.of = next(iter(readings.values()))
            if places and not _are_satellites(self.names):
                self.assumed = next(iter(readings))
        elif not places:
            self.of = best

    def find(self) -> list[int] | None:
        """Band numbers (from one) of what is wanted; None where some is not named."""
        if not set(self._wanted) <= set(self.of):
            return None
        return [self._nearest(band) + 1 for band in self._wanted]

    def _nearest(self, band: str) -> int:
        at = [index for index, meaning in enumerate(self.of) if meaning == band]
        exact = [index for index in at if self.names[index].lower() == band]
        return (exact or sorted(at, key=lambda index: self._miss[index]))[0]

    def several(self) -> list[str]:
        """What is wanted and shown by several bands, none of which has exactly that name."""
        many = [band for band in self._wanted if self.of.count(band) > 1]
        return [band for band in many if band not in [name.lower() for name in self.names]]


def _are_surface_reflectance(names: Sequence[str]) -> bool:
    """Whether some are named as Landsat's Collection 2 names them (SR_B4), or MODIS."""
    return any(re.search(r"(?:^|[^a-z])sr[_ ]?b|sur_refl", name.lower()) for name in names)


def _are_satellites(names: Sequence[str]) -> bool:
    return any(names) and all(re.search(r"(?:^|[^a-z])b0*\d+a?$", name.lower()) for name in names if name)


def _in_system(number: tuple[int, str] | None, system: str) -> str | None:
    if number is None:
        return None
    if number[1]:
        return "nir"
    meanings = _SYSTEMS[system]
    return meanings[number[0]] or None if number[0] < len(meanings) else None


def names_of(dataset: Any, told: Sequence[str] = ()) -> list[str]:
    """A name for each band of an open raster: what a catalogue tells, else what the file does."""
    own = [(text or "").strip() for text in dataset.descriptions]
    for number in dataset.indexes:
        if not own[number - 1]:
            tags = {key.lower(): value for key, value in dataset.tags(number).items()}
            own[number - 1] = next(
                (tags[key].strip() for key in ("bandname", "band_name", "long_name", "name") if tags.get(key)), ""
            )
    if len(told) == len(own):
        return [name or mine for name, mine in zip(told, own, strict=True)]
    return own if any(own) else _names_of_sources(dataset) or own


def _names_of_sources(dataset: Any) -> list[str]:
    """Names of the files of a virtual raster that has one for each band, where each tells another band.

    GDAL's and QGIS's "build virtual raster, each file into a band of its own" gives the bands no names.
    """
    names = [Path(str(file)).stem for file in dataset.files[1:]]
    if dataset.driver != "VRT" or len(names) != dataset.count:
        return []
    told = {word_of(name) or number for name, number in zip(names, _numbers(names), strict=True)}
    return names if len(told - {None}) == len(names) > 1 else []
