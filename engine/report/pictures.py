"""What is done with figures as SVG that matplotlib wrote: their size, and pictures in them as fpdf2 takes them."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from io import BytesIO

from PIL import Image

_POINT = 25.4 / 72
_IMAGE = re.compile(
    rb'<image xlink:href="data:image/png;base64,(?P<data>[^"]+)"(?P<between>[^>]*?) '
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


def upright(svg: bytes) -> bytes:
    """The same with its pictures the right way up: matplotlib turns them over by a transform that fpdf2 leaves out."""
    return _IMAGE.sub(_turned, svg)


def _turned(found: re.Match[bytes]) -> bytes:
    picture = Image.open(BytesIO(b64decode(found["data"])))
    stream = BytesIO()
    picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(stream, format="PNG")
    top = -float(found["shift"]) - float(found["y"]) - float(found["height"])
    data = b64encode(stream.getvalue()).decode("ascii")
    x, width, height = (found[name].decode("ascii") for name in ("x", "width", "height"))
    place = f'x="{x}" y="{top:.6f}" width="{width}" height="{height}"'
    return f'<image xlink:href="data:image/png;base64,{data}" {place}/>'.encode()
