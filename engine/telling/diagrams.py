"""Diagrams of lines, side by side, as plain SVG: every browser and QGIS show it, and nothing needs a library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

BLUE, ORANGE, GREY, PALE = "#0072B2", "#D55E00", "#888888", "#56B4E9"
"""Colours that all eyes tell apart (Okabe and Ito 2008)."""

WIDTH, HEIGHT, LEFT, TOP, ROOM = 420, 260, 58, 34, 40
STYLE = "font-family='sans-serif' font-size='12'"


@dataclass(frozen=True)
class Line:
    """Points (n, 2) with a name; `dashed` where colour alone must not tell."""

    name: str
    points: NDArray[np.float64]
    colour: str
    dashed: bool = False
    dots: bool = False


@dataclass(frozen=True)
class Panel:
    """One diagram; limits are (low, high). The lines' names stand at the top, or `low` where lines run there."""

    title: str
    across: str
    x: tuple[float, float]
    y: tuple[float, float]
    lines: Sequence[Line]
    low: bool = False

    def svg(self, left: int) -> str:
        """The diagram, `left` pixels from the picture's edge."""
        parts = [f"<text x='{left + LEFT}' y='20' {STYLE} font-weight='bold'>{escape(self.title)}</text>"]
        for value in _ticks(*self.y):
            _, y = self._place(self.x[0], value, left)
            parts.append(f"<line x1='{left + LEFT}' x2='{left + LEFT + WIDTH}' y1='{y}' y2='{y}' stroke='#dddddd'/>")
            parts.append(f"<text x='{left + LEFT - 6}' y='{y + 4}' text-anchor='end' {STYLE}>{value:g}</text>")
        for value in _ticks(*self.x):
            x, _ = self._place(value, self.y[0], left)
            parts.append(f"<text x='{x}' y='{TOP + HEIGHT + 16}' text-anchor='middle' {STYLE}>{value:g}</text>")
        middle = left + LEFT + WIDTH // 2
        parts.append(
            f"<text x='{middle}' y='{TOP + HEIGHT + 34}' text-anchor='middle' {STYLE}>{escape(self.across)}</text>"
        )
        for number, line in enumerate(self.lines):
            parts += self._line(line, left, number)
        return "\n".join(parts)

    def _place(self, x: float, y: float, left: int) -> tuple[float, float]:
        across = (x - self.x[0]) / max(self.x[1] - self.x[0], 1e-12)
        up = (y - self.y[0]) / max(self.y[1] - self.y[0], 1e-12)
        return round(left + LEFT + WIDTH * across, 1), round(TOP + HEIGHT * (1 - up), 1)

    def _line(self, line: Line, left: int, number: int) -> list[str]:
        points = [self._place(x, y, left) for x, y in line.points]
        dash = " stroke-dasharray='5 4'" if line.dashed else ""
        stroke = f"stroke='{line.colour}' stroke-width='2' fill='none'{dash}"
        parts = [f"<polyline points='{' '.join(f'{x},{y}' for x, y in points)}' {stroke}/>"]
        if line.dots:
            parts += [f"<circle cx='{x}' cy='{y}' r='3' fill='{line.colour}'/>" for x, y in points]
        if not line.name:
            return parts
        first = HEIGHT - 16 * len(self.lines) - 8 if self.low else 0
        x, y = left + LEFT + 10, TOP + first + 14 + 16 * number
        parts.append(f"<line x1='{x}' x2='{x + 24}' y1='{y}' y2='{y}' {stroke}/>")
        parts.append(f"<text x='{x + 30}' y='{y + 4}' {STYLE}>{escape(line.name)}</text>")
        return parts


def _ticks(low: float, high: float) -> list[float]:
    """About five round numbers between two."""
    span = max(high - low, 1e-12)
    size = 10.0 ** np.floor(np.log10(span / 4))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if span / (size * factor) <= 5.01)
    first = np.ceil(low / step - 1e-9)
    return [float(f"{value:.6g}") + 0.0 for value in np.arange(first, high / step + 1e-9) * step]  # no -0


def picture_of(panels: Sequence[Panel]) -> str:
    """Diagrams side by side, as SVG."""
    each = LEFT + WIDTH + 20
    width, height = each * len(panels), TOP + HEIGHT + ROOM
    body = "\n".join(panel.svg(number * each) for number, panel in enumerate(panels))
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' viewBox='0 0 {width} {height}'>\n"
        f"<rect width='{width}' height='{height}' fill='white'/>\n{body}\n</svg>\n"
    )
