"""A drawing as SVG, filled from top to bottom; and its picture, in a font that comes with the service."""

from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape

FAMILY: Final = "Noto Sans SC"
INK, MUTED = "#1b1f24", "#57606a"
_NARROW: Final = 0.56  # of a Latin letter or digit, in ems; Chinese signs are one em wide
_LAST_ASCII: Final = 0x2000


def wide(words: str, size: float) -> float:
    """Return about how many pixels words take."""
    return size * sum(_NARROW if ord(sign) < _LAST_ASCII else 1.0 for sign in words)


def fitted(words: str, size: float, most: float) -> str:
    """Return the words, shortened to so many pixels."""
    if wide(words, size) <= most:
        return words
    kept = words
    while kept and wide(f"{kept}…", size) > most:
        kept = kept[:-1]
    return f"{kept}…"


@dataclass
class Drawing:
    """What is drawn so far, and how far down it reaches."""

    width: int
    y: float = 0.0
    parts: list[str] = field(default_factory=list)

    def text(  # noqa: PLR0913 - a text has a place, a size and a look
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        fill: str = INK,
        anchor: str = "start",
        halo: bool = False,
    ) -> None:
        """Write words; `y` is their base line, `anchor` start, middle or end, `halo` a white rim."""
        rim = ' stroke="white" stroke-width="10" paint-order="stroke"' if halo else ""
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{fill}"'
            f' text-anchor="{anchor}"{rim}>{escape(words)}</text>'
        )

    def box(self, x: float, y: float, size: tuple[float, float], fill: str, radius: float = 0) -> None:
        """Fill a box of this width and height."""
        width, height = size
        if width > 0 and height > 0:
            self.parts.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
                f' rx="{min(radius, width / 2):.1f}" fill="{fill}"/>'
            )

    def line(
        self, points: list[tuple[float, float]], stroke: str, width: float, *, dashed: bool = False
    ) -> None:
        """Draw a line through points."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dash = ' stroke-dasharray="14 10"' if dashed else ""
        self.parts.append(
            f'<polyline points="{path}" fill="none" stroke="{stroke}" stroke-width="{width:g}"{dash}/>'
        )

    def svg(self) -> str:
        """Return the whole drawing."""
        height = round(self.y)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{height}"'
            f' font-family="{FAMILY}"><rect width="{self.width}" height="{height}" fill="white"/>'
            f"{''.join(self.parts)}</svg>"
        )


def png(svg: str) -> bytes:
    """Return the picture of a drawing. The library and the font are loaded with the first one."""
    from pylopdf_fonts_zh_cn import sans_path
    from resvg_py import svg_to_bytes

    return bytes(svg_to_bytes(svg_string=svg, font_files=[str(sans_path())], skip_system_fonts=True))
