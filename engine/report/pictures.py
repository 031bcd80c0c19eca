"""What is done with figures as SVG that matplotlib wrote: their size, and pictures in them, small and upright."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from io import BytesIO

from PIL import Image

_POINT = 25.4 / 72
_QUALITY = 88
_DATA = re.compile(rb'"data:image/png;base64,(?P<data>[^"]+)"')
_IMAGE = re.compile(
    rb'<image xlink:href="data:image/(?:png|jpeg);base64,(?P<data>[^"]+)"(?P<between>[^>]*?) '
    rb'transform="scale\(1 -1\) translate\(0 (?P<shift>-?[0-9.]+)\)" x="(?P<x>-?[0-9.]+)" y="(?P<y>-?[0-9.]+)" '
    rb'width="(?P<width>[0-9.]+)" height="(?P<height>[0-9.]+)"/>'
)


def svg_size(svg: bytes) -> tuple[float, float]:
    """Width and height in millimetres."""
    head = svg[:2000].decode("utf-8", "replace")
    found = []
    for name in ("width", "height"):
        text = head.split(f'{name}="', 1)[1].split('"', 1)[0]
        found.append(float(text.removesuffix("pt")) * _POINT)
    return found[0], found[1]


def smaller(svg: bytes) -> bytes:
    """The same with photographs in it as JPEG, a fifth of their size; what is smaller as it is stays."""
    return _DATA.sub(_as_jpeg, svg)


def _as_jpeg(found: re.Match[bytes]) -> bytes:
    whole = b64decode(found["data"])
    picture = Image.open(BytesIO(whole)).convert("RGBA")
    paper = Image.new("RGBA", picture.size, "white")
    content = _bytes_of(Image.alpha_composite(paper, picture).convert("RGB"), "JPEG")
    if len(content) >= len(whole):
        return found[0]
    return b'"data:image/jpeg;base64,' + b64encode(content) + b'"'


def _bytes_of(picture: Image.Image, kind: str) -> bytes:
    stream = BytesIO()
    picture.save(stream, format=kind, **({"quality": _QUALITY} if kind == "JPEG" else {}))
    return stream.getvalue()


def upright(svg: bytes) -> bytes:
    """The same with its pictures the right way up: matplotlib turns them over by a transform that fpdf2 leaves out."""
    return _IMAGE.sub(_turned, svg)


def _turned(found: re.Match[bytes]) -> bytes:
    picture = Image.open(BytesIO(b64decode(found["data"])))
    kind = picture.format or "PNG"
    content = _bytes_of(picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM), kind)
    top = -float(found["shift"]) - float(found["y"]) - float(found["height"])
    data = b64encode(content).decode("ascii")
    x, width, height = (found[name].decode("ascii") for name in ("x", "width", "height"))
    place = f'x="{x}" y="{top:.6f}" width="{width}" height="{height}"'
    return f'<image xlink:href="data:image/{kind.lower()};base64,{data}" {place}/>'.encode()
