"""What all pictures share: a sheet of pixels, type that is measured before it is set, colours, and a fixed PNG."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

PAPER, INK, QUIET, RULE = "#FFFFFF", "#14202E", "#4A5766", "#CBD3DC"
NAVY, PALE, WASH = "#12355B", "#D6E4F2", "#F1F5F9"  # PALE reads on NAVY; INK and QUIET read on PAPER and WASH
TARGET, RESULT, WARNING, WARNING_WASH = "#A8330B", "#0B5C8E", "#8A1C1C", "#FCEDEA"
LEADING = 1.3  # line height over type size
_DPI = 72  # a point is a pixel
_DRAWING = threading.Lock()  # matplotlib's rasteriser is one at a time


@dataclass(frozen=True, slots=True)
class Type:
    """How letters are set; ``size`` in pixels."""

    size: float
    bold: bool = False
    italic: bool = False
    colour: str = INK

    @property
    def line(self) -> float:
        """The height of a line in pixels."""
        return self.size * LEADING

    def scaled(self, factor: float) -> Type:
        """The same type, larger or smaller."""
        return replace(self, size=round(self.size * factor, 2))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels from the top left corner."""

    x: float
    y: float
    width: float
    height: float

    def within(self, other: Box) -> bool:
        """Whether it lies wholly inside another."""
        return (
            self.x >= other.x - 0.5
            and self.y >= other.y - 0.5
            and self.x + self.width <= other.x + other.width + 0.5
            and self.y + self.height <= other.y + other.height + 0.5
        )

    def meets(self, other: Box) -> bool:
        """Whether the two share any point."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of text where it was set."""

    text: str
    box: Box


@lru_cache(maxsize=8)
def _font(bold: bool, italic: bool) -> Path:
    """DejaVu Sans, which comes with matplotlib and has every Vietnamese letter."""
    style = f"{'Bold' if bold else ''}{'Oblique' if italic else ''}"
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"DejaVuSans{f'-{style}' if style else ''}.ttf"


def _properties(kind: Type) -> FontProperties:
    return FontProperties(fname=_font(kind.bold, kind.italic), size=kind.size)


@lru_cache(maxsize=20_000)
def text_width(text: str, kind: Type) -> float:
    """How wide a line of text is, in pixels."""
    with _DRAWING:
        renderer: Any = RendererAgg(1, 1, _DPI)  # type: ignore[no-untyped-call]
        found, _, _ = renderer.get_text_width_height_descent(text, _properties(kind), False)
    return float(found)


@dataclass
class Sheet:
    """A page of ``width`` x ``height`` pixels; y runs down from the top. What is set is remembered."""

    width: int
    height: int
    paper: str = PAPER
    placed: list[Placed] = field(default_factory=list)
    _artists: list[Artist] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """The whole page."""
        return Box(0, 0, self.width, self.height)

    def text(self, x: float, y: float, text: str, kind: Type, align: str = "left") -> Box:
        """Sets one line with its top at ``y``; ``x`` is its left, centre or right; the box it takes."""
        wide = text_width(text, kind)
        left = x - {"left": 0.0, "center": wide / 2, "right": wide}[align]
        baseline = y + kind.size * 1.02
        self._artists.append(
            Text(
                left,
                self.height - baseline,
                text,
                color=kind.colour,
                fontproperties=_properties(kind),
                verticalalignment="baseline",
                horizontalalignment="left",
                parse_math=False,
            )
        )
        box = Box(left, y, wide, kind.line)
        self.placed.append(Placed(text, box))
        return box

    def lines(self, x: float, y: float, lines: Sequence[str], kind: Type, align: str = "left") -> float:
        """Sets lines under each other; the y below the last."""
        for line in lines:
            self.text(x, y, line, kind, align)
            y += kind.line
        return y

    def area(self, box: Box, fill: str, round_by: float = 0.0) -> None:
        """A filled rectangle, its corners rounded by so many pixels."""
        low = self.height - box.y - box.height
        if round_by:
            shape = f"round,pad=0,rounding_size={round_by}"
            self._artists.append(
                FancyBboxPatch((box.x, low), box.width, box.height, boxstyle=shape, facecolor=fill, edgecolor="none")
            )
        else:
            self._artists.append(Rectangle((box.x, low), box.width, box.height, facecolor=fill, edgecolor="none"))

    def stroke(self, points: Sequence[tuple[float, float]], colour: str, thick: float, dashed: bool = False) -> None:
        """A line through points."""
        dashes: Any = (0, (4, 3)) if dashed else "solid"
        xs, ys = [x for x, _ in points], [self.height - y for _, y in points]
        self._artists.append(Line2D(xs, ys, color=colour, linewidth=thick, linestyle=dashes, solid_capstyle="round"))

    def disc(self, x: float, y: float, radius: float, fill: str, edge: str, thick: float = 0.0) -> None:
        """A circle, filled or (with the paper's colour) hollow."""
        self._artists.append(Circle((x, self.height - y), radius, facecolor=fill, edgecolor=edge, linewidth=thick))

    def diamond(self, x: float, y: float, radius: float, fill: str, edge: str, thick: float = 0.0) -> None:
        """A square standing on its corner."""
        down = self.height - y
        corners = [(x, down + radius), (x + radius, down), (x, down - radius), (x - radius, down)]
        self._artists.append(Polygon(corners, closed=True, facecolor=fill, edgecolor=edge, linewidth=thick))

    def png(self) -> bytes:
        """The page as a PNG of exactly its size; the same page gives the same bytes."""
        figure = Figure(
            figsize=(self.width / _DPI, self.height / _DPI), dpi=_DPI, facecolor=self.paper, edgecolor="none"
        )
        canvas: Any = FigureCanvasAgg(figure)
        for order, artist in enumerate(self._artists):
            artist.set_zorder(order)  # what is set later lies on top
            artist.set_transform(IdentityTransform())  # pixels, whatever the figure
            figure.add_artist(artist)
        written = io.BytesIO()
        with _DRAWING:
            figure.savefig(written, format="png", metadata={"Software": None})
        for holder in (canvas, *self._artists):  # else its pixels, up to 50 MB, wait in a cycle for the collector
            for name in {"renderer", "_renderer"} & vars(holder).keys():
                setattr(holder, name, None)
        return written.getvalue()
