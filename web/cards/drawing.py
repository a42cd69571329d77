"""Draws a card. Pillow is loaded by the first one, so that a process that draws none does not carry it."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

WIDTH, HEIGHT = 1200, 630  # pixels
EDGE = 72
FONT = Path(__file__).parent / "fonts" / "NotoSansSC-Bold-subset.otf"
# As in static/css/tokens.css: paper, ink and the lines of the map.
PAPER, INK, SOFT = "#fbfaf6", "#1a1c20", "#5c6068"
LINES = ("#2f66c9", "#17794f", "#a8660a", "#c23a31", "#7640b0", "#0b7285", "#a8327a")
TITLE_SIZES = (76, 64, 54, 46)  # the first in which the title has room
MOST_LINES = 3
LINE_SPACING = 1.25
TITLE_TOP = 168
FOOT_SIZE = 34
BEADS_TOP = 488
BEAD = 9  # pixels of the radius at most
COLOURS = 32  # in the file: enough for flat colours and the edges of letters


class Bead(NamedTuple):
    """A stop: the number of its line, from 1, and whether it is behind the learner."""

    line: int
    is_done: bool


def draw_card(title: str, words: str, beads: Sequence[Bead] = ()) -> bytes:
    """PNG. The letters of both texts must be in the font (`web.cards.letters`)."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((EDGE, 64), "careerpath", INK, font_of(FOOT_SIZE))
    draw.line((EDGE, 132, WIDTH - EDGE, 132), INK, 3)
    lines, size = fit_title(title)
    for number, line in enumerate(lines):
        top = TITLE_TOP + round(number * size * LINE_SPACING)
        draw.text((EDGE, top), line, INK, font_of(size))
    draw_beads(draw, beads)
    draw.text((EDGE, 534), shorten(words, FOOT_SIZE), SOFT, font_of(FOOT_SIZE))
    file = io.BytesIO()
    image.quantize(COLOURS).save(file, "PNG", optimize=True)
    return file.getvalue()


@cache
def font_of(size: int):
    from PIL import ImageFont

    return ImageFont.truetype(str(FONT), size)


def fit_title(title: str) -> tuple[list[str], int]:
    """Lines and size; what has no room in the smallest is cut."""
    for size in TITLE_SIZES:
        lines = break_lines(title, size)
        if len(lines) <= MOST_LINES:
            return lines, size
    size = TITLE_SIZES[-1]
    kept = lines[:MOST_LINES]
    return [*kept[:-1], shorten(kept[-1] + "…", size)], size


def break_lines(text: str, size: int) -> list[str]:
    """At spaces, and between letters that have none around them, as Chinese breaks."""
    lines, line = [], ""
    for piece in pieces_of(text):
        if line and width_of(line + piece.rstrip(), size) > WIDTH - 2 * EDGE:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def pieces_of(text: str) -> list[str]:
    """Words with the space behind them; every letter that is as wide as a Chinese one is a piece."""
    pieces: list[str] = []
    for letter in text:
        is_wide = letter > "\u2e7f"
        if is_wide or not pieces or pieces[-1][-1] == " " or pieces[-1][-1] > "\u2e7f":
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return pieces


def shorten(text: str, size: int) -> str:
    room = WIDTH - 2 * EDGE
    while width_of(text, size) > room:
        text = text[:-2].rstrip() + "…"
    return text


def width_of(text: str, size: int) -> float:
    return font_of(size).getlength(text)


def draw_beads(draw, beads: Sequence[Bead]) -> None:
    """Stops beside each other on a line of ink; those that are done are full."""
    if not beads:
        return
    space = (WIDTH - 2 * EDGE) / len(beads)
    radius = min(BEAD, space / 2 - 1)
    draw.line((EDGE, BEADS_TOP, WIDTH - EDGE, BEADS_TOP), SOFT, 2)
    for number, bead in enumerate(beads):
        x = EDGE + space * (number + 0.5)
        box = (x - radius, BEADS_TOP - radius, x + radius, BEADS_TOP + radius)
        colour = LINES[bead.line - 1] if 0 < bead.line <= len(LINES) else INK
        draw.ellipse(box, colour if bead.is_done else PAPER, colour, 3)
