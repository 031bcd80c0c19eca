"""Whether a file's own words say that its values are something else than the attribute that is wanted.

Heard are the variable's names (CF standard names, those of ECMWF, CMIP, CRU, E-OBS, TerraClimate), its
`cell_methods`, its level, the numbers of bioclimatic variables, and the month that a name tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ...inventory.errors import UserError
from ..telling.report import Report
from .seasons import BIOCLIMATIC, part_of_year
from .source import FileFacts, Source

_WORDS = re.compile(r"[a-z]+\d*[a-z]*|\d+")
_METHOD = re.compile(r"(maximum|minimum|standard_deviation|variance|range|mode|root_mean_square)")
_BEFORE = {
    "tasmax": "maximum",
    "tasmin": "minimum",
    "tmax": "maximum",
    "tmin": "minimum",
    "tmx": "maximum",
    "tmn": "minimum",
    "tx": "maximum",
    "tn": "minimum",
    "mx2t": "maximum",
    "mn2t": "minimum",
    "mx2t24": "maximum",
    "mn2t24": "minimum",
    "maximum": "maximum",
    "minimum": "minimum",
    "max": "maximum",
    "min": "minimum",
    "dtr": "range",
    "range": "range",
    "std": "standard deviation",
    "stdev": "standard deviation",
    "stddev": "standard deviation",
    "deviation": "standard deviation",
    "variance": "variance",
    "anomaly": "anomaly",
    "anomalies": "anomaly",
    "anom": "anomaly",
    "trend": "trend",
    "uncertainty": "uncertainty",
    "error": "error",
    "randomerror": "error",
    "spread": "spread",
    "percentile": "percentile",
    "quantile": "quantile",
    "seasonality": "seasonality",
}
_MEAN = ("mean", "average", "avg", "tavg", "tmean")
_OF_PERMAFROST = {
    "a permafrost zone or probability": r"permafrost (zon\w+|extent|probab\w+|fraction)|\bper(prob|zones?)\b|\bpzi\b"
}
_OTHER = {
    "--maat": {
        **_OF_PERMAFROST,
        "dew point": r"dew ?point|\bd2m\b|\btdps\b|\bt ?dew\b",
        "wet bulb temperature": r"wet ?bulb",
        "soil temperature": r"\bsoil\b|\bstl\d\b|\btsl\b|(ground|permafrost) temperature|\btsoil\w*",
        "sea temperature": r"sea surface|\bsst\b|\btos\b|sea water",
        "lake or ice temperature": r"\blake\b|ice temperature|\bistl\d\b|snow temperature|\btsn\b",
        "potential temperature": r"potential temperature|virtual temperature",
        "apparent temperature": r"apparent temperature|heat index|wind ?chill|\butci\b",
    },
    "--magt": {
        **_OF_PERMAFROST,
        "dew point": r"dew ?point|\bd2m\b",
        "sea temperature": r"sea surface|\bsst\b|\btos\b|sea water",
        "lake or ice temperature": r"\blake\b|ice temperature|\bistl\d\b",
    },
    "--precipitation": {
        "snowfall": r"snow ?fall|\bsf\b|\bprsn\b|solid precip",
        "snow on the ground": r"snow ?(depth|water|cover|pack|melt)|\bswe\b|\bsd\b|\bsnw\b|\bsmlt\b",
        "evaporation": r"evapo\w*|\bpet\b|\baet\b|\bpev\b|\bevspsbl\w*",
        "runoff": r"run ?off|\bro\b|\bsro\b|\bssro\b|\bmrro\w*|discharge",
        "water vapour": r"precipitable|\btcwv\b|\bprw\b|water vapou?r|\btcw\b",
        "soil moisture": r"soil (moisture|water)|\bmrso\w*|\bswvl\d\b",
        "a part of the precipitation": r"(convective|large ?scale) (precip|rain)\w*|\bcp\b|\bprc\b|\blsp\b",
        "days with precipitation": r"(wet|rain\w*|precipitation) days?\b|number of days|\bwet\b",
        "a share of the precipitation": r"probability|fraction|\bratio\b",
    },
}
_DOUBTFUL = {
    "--maat": {"the temperature of the surface": r"skin|\bskt\b|\blst\b|\bts\b|(?<!near )surface temp\w*"},
    "--magt": {
        "the temperature of the surface": r"skin|\bskt\b|\blst\b",
        "an air temperature": r"\bt2m\b|\b2 ?m\b|2 met(re|er)|\bair temp\w*|\btas\b",
    },
    "--precipitation": {},
}
_ANNUAL = {"--maat": 1, "--magt": 1, "--precipitation": 12}
_PRESSURE = re.compile(r"isobaric|\bhpa\b|\bmillibars?\b|\bmbar\b|pressure level")


def check_quantity(source: Source, title: str, option: str, named: bool, report: Report) -> None:
    """Hear what a file says of its quantity.

    Parameters
    ----------
    source, title, option
        The file, the quantity in words, and the stem of the caller's options.
    named
        Whether a person named the variable or band: then a warning is enough.
    report
        Gets it.

    Raises
    ------
    UserError
        It says that the values are of another quantity, another statistic, or a part of the year.
    """
    name = f"{source.path.name} ({source.told.variable})"
    for what, certain in _found(source, option):
        if named or not certain:
            report.warning(f"{name} tells of itself that it holds {what}; it was taken as {title} all the same.")
            return
        raise UserError(
            f"{name} tells of itself that it holds {what}, not the {title} of whole years; give another "
            f"file or variable, or name this one with {option}-variable if it is right."
        )


def _found(source: Source, option: str) -> Iterator[tuple[str, bool]]:
    """What contradicts, in words, and whether that is certain."""
    told = source.told
    own, stem = _plain(f"{told.variable} {told.title}"), _stem(source.path)
    # A band has hardly a name of its own; the file has it.
    texts = own if told.title.strip() and not told.is_band else f"{own} {_plain(stem)}"
    number = next(filter(None, map(BIOCLIMATIC.search, (f"{told.variable} {told.title}".lower(), stem.lower()))), None)
    if number and int(number[1]) != _ANNUAL[option] and 1 <= int(number[1]) <= 19:
        yield f"the bioclimatic variable BIO{int(number[1])}", True
    statistic = _statistic(texts, told)
    if statistic:
        yield f"a {statistic}", True
    for what, words in _OTHER[option].items():
        if re.search(words, texts):
            yield what, True
    if told.step_type == "instant" and source.steps is not None and source.steps.resolution == "daily":
        yield "one moment of each day", False
    if told.level and option != "--precipitation":
        yield from _of_level(told, option)
    for what, words in _DOUBTFUL[option].items():
        if re.search(words, texts):
            yield what, False
    if source.steps is None:
        part = part_of_year(told.title)
        if part:
            yield f"the values of a part of the year ('{part}')", True
        part = part_of_year(stem)
        if part:
            yield f"the values of a part of the year, as its name tells ('{part}')", not number


def _statistic(texts: str, told: FileFacts) -> str:
    """``maximum`` and the like, where the words tell one and no mean; else empty."""
    method = _METHOD.search(told.methods.lower())
    if method:
        return method[1].replace("_", " ")
    words = _WORDS.findall(texts)
    found = {_BEFORE[word] for word in words if word in _BEFORE}
    if len(found) != 1 or any(word in _MEAN for word in words):  # the mean of the maximum and the minimum
        return ""
    return found.pop()


def _of_level(told: FileFacts, option: str) -> Iterator[tuple[str, bool]]:
    level = told.level.lower()
    if _PRESSURE.search(level):
        yield f"values of a pressure level ({told.level})", True
    elif "depth" in level and option == "--maat":
        yield f"values below the ground ({told.level})", True
    elif "quantile" in level:
        yield f"a quantile ({told.level})", True
    else:
        height = re.search(r"height\w* (\d+\.?\d*)", level)
        if height and float(height[1]) > 10:
            yield f"values high above the ground ({told.level})", False


def _plain(text: str) -> str:
    """Words in lower case with blanks between them."""
    apart = re.sub(r"([a-z])([A-Z])", r"\1 \2", text)
    return re.sub(r"[_\-.,;:()/]+", " ", apart).lower()


def _stem(path: Path) -> str:
    return re.sub(r"\.(tiff?|nc4?|vrt|img|asc|bil|grd|zip|gz)$", "", path.name, flags=re.IGNORECASE)
