"""How figures look: sizes in millimetres, colours that colour-blind eyes tell apart, fonts that are always there."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, RED, PURPLE, SKY, YELLOW = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#CC79A7",
    "#56B4E9",
    "#F0E442",
)
"""Of Okabe and Ito (2008), which people tell apart whatever colours they see."""
INK, GREY, PALE = "#222222", "#767676", "#DDDDDD"
SEQUENTIAL = "cividis"
"""Even in lightness, so that it can be read in grey and by colour-blind eyes alike."""

FULL_WIDTH, HALF_WIDTH = 170.0, 84.0
"""Millimetres: across a page, and in one of two columns."""
MOST_VECTOR_POINTS = 5000
"""More points than this are pixels inside the vector figure: no eye tells, and no reader waits."""
DOTS_PER_INCH = 300
PANELS = "abcdefghijklmnopqrstuvwxyz"

_MILLIMETRES = 25.4
_STYLE: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 7.5,
    "axes.titlesize": 8,
    "axes.titlelocation": "left",
    "axes.labelsize": 7.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.unicode_minus": True,
    "text.color": INK,
    "text.parse_math": False,  # a name may hold dollars
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.fontsize": 7,
    "legend.frameon": False,
    "lines.linewidth": 1.2,
    "patch.linewidth": 0.4,
    "figure.dpi": 100,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "path",  # so that it looks the same where the font is not
    "svg.hashsalt": "rock glacier inventory",  # the same figure gives the same bytes
    "pdf.fonttype": 42,
    "image.composite_image": True,
}
FORMATS = ("svg", "pdf", "png")
_CANVAS = {"svg": FigureCanvasSVG, "pdf": FigureCanvasPdf, "png": FigureCanvasAgg}
_METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
}


@contextmanager
def styled(families: Sequence[str] = ()) -> Iterator[None]:
    """A block in which figures are made and written as here, whatever a person's own matplotlib is set to.

    Parameters
    ----------
    families
        Fonts, after the usual one, for letters that it does not have.
    """
    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcParams.update({name: value for name, value in mpl.rcParamsDefault.items() if name != "backend"})
        warnings.simplefilter("ignore", UserWarning)  # letters without a font: the report says so itself
        settings: Any = {**_STYLE, "font.family": ["DejaVu Sans", *families]}
        mpl.rcParams.update(settings)
        yield


def new_figure(width: float, height: float, dots: float = DOTS_PER_INCH) -> Figure:
    """An empty figure of a size in millimetres; it belongs to no window and no list of figures.

    `dots` to the inch are those of what is pixels in it, even where it is written as vectors.
    """
    return Figure(figsize=(width / _MILLIMETRES, height / _MILLIMETRES), layout="constrained", dpi=dots)


def written(figure: Figure, kind: str) -> bytes:
    """A figure as SVG, PDF or PNG; inside `styled`."""
    stream = BytesIO()
    canvas = _CANVAS[kind](figure)
    dots = DOTS_PER_INCH if kind == "png" else figure.dpi
    _lay_out(figure, dots)
    canvas.print_figure(stream, format=kind, dpi=dots, metadata=_METADATA[kind])
    return stream.getvalue()


def _lay_out(figure: Figure, dots: float) -> None:
    """Give everything its place, once and for all.

    Matplotlib would draw the whole figure once more before it writes it, only to have its layout made: a fifth of all
    the time that figures take. The places depend on the dots that letters are measured in.
    """
    engine, own = figure.get_layout_engine(), figure.dpi
    if engine is None:
        return
    figure.set_dpi(dots)
    engine.execute(figure)
    figure.set_dpi(own)
    figure.set_layout_engine(None)


def letter(axes: Axes, place: int, title: str) -> None:
    """Name a panel: a, b, c ..., and what it shows."""
    axes.set_title(f"({PANELS[place % len(PANELS)]}) {title}")


def light_grid(axes: Axes, axis: str = "y") -> None:
    """Thin lines behind the data."""
    axes.set_axisbelow(True)
    axes.grid(axis=axis, color=PALE, linewidth=0.5)  # type: ignore[arg-type]
