"""Draws a card. Pillow is loaded by the first one, so that a process that draws none does not carry it."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

WIDTH, HEIGHT = 1200, 630  # pixels
EDGE = 72
LINE = WIDTH - 2 * EDGE  # pixels of a line of text
FONT = Path(__file__).parent / "fonts" / "NotoSansSC-Bold-subset.otf"
# As in static/css/tokens.css: paper, ink and the lines of the map.
PAPER, INK, SOFT = "#fbfaf6", "#1a1c20", "#5c6068"
LINES = ("#2f66c9", "#17794f", "#a8660a", "#c23a31", "#7640b0", "#0b7285", "#a8327a")
# The first size in which a text has room; both hold 60 Chinese letters.
TITLE_SIZES, TITLE_TOP, TITLE_ROOM = (76, 64, 54, 46), 168, 300
FOOT_SIZES, FOOT_TOP, FOOT_ROOM = (34, 28), 528, 72
LINE_SPACING = 1.25
BEADS_TOP = 488
BEAD = 9  # pixels of the radius at most
# Marks with which no line begins or ends.
NEVER_FIRST, NEVER_LAST = "，。、；：？！）》”～…", "（《“"
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
    draw.text((EDGE, 64), "careerpath", INK, font_of(FOOT_SIZES[0]))
    draw.line((EDGE, 132, WIDTH - EDGE, 132), INK, 3)
    draw_lines(draw, TITLE_TOP, INK, *fit_text(title, TITLE_SIZES, TITLE_ROOM))
    draw_beads(draw, beads)
    draw_lines(draw, FOOT_TOP, SOFT, *fit_text(words, FOOT_SIZES, FOOT_ROOM))
    file = io.BytesIO()
    image.quantize(COLOURS).save(file, "PNG", optimize=True)
    return file.getvalue()


@cache
def font_of(size: int):
    from PIL import ImageFont

    return ImageFont.truetype(str(FONT), size)


def draw_lines(draw, top: int, colour: str, lines: list[str], size: int) -> None:
    for number, line in enumerate(lines):
        at = (EDGE, top + round(number * size * LINE_SPACING))
        draw.text(at, line, colour, font_of(size))


def fit_text(text: str, sizes: Sequence[int], room: int) -> tuple[list[str], int]:
    """Lines and size, in a room of so many pixels; what has none in the smallest size is cut."""
    for size in sizes:
        lines, most = break_lines(text, size), int(room / (size * LINE_SPACING))
        if len(lines) <= most:
            return lines, size
    kept = lines[:most]
    return [*kept[:-1], shorten(kept[-1] + "…", size)], size


def break_lines(text: str, size: int) -> list[str]:
    """At spaces, and between letters that have none around them, as Chinese breaks; a word only if no line holds it."""
    lines, line = [], ""
    for piece in pieces_of(text):
        for part in [piece] if width_of(piece.rstrip(), size) <= LINE else piece:
            if line and width_of(line + part.rstrip(), size) > LINE:
                lines.append(line.rstrip())
                line = ""
            line += part
    return [*lines, line.rstrip()]


def pieces_of(text: str) -> list[str]:
    """Words with the space behind them; every letter that is as wide as a Chinese one is a piece, with its marks."""
    pieces: list[str] = []
    for letter in text:
        is_wide = letter > "\u2e7f"
        if pieces and (letter in NEVER_FIRST or pieces[-1][-1] in NEVER_LAST):
            pieces[-1] += letter
        elif (
            is_wide or not pieces or pieces[-1][-1] == " " or pieces[-1][-1] > "\u2e7f"
        ):
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return pieces


def shorten(text: str, size: int) -> str:
    while width_of(text, size) > LINE:
        text = text[:-2].rstrip() + "…"
    return text


def width_of(text: str, size: int) -> float:
    return font_of(size).getlength(text)


def draw_beads(draw, beads: Sequence[Bead]) -> None:
    """Stops beside each other on a line of ink; those that are done are full."""
    if not beads:
        return
    space = LINE / len(beads)
    radius = min(BEAD, space / 2 - 1)
    draw.line((EDGE, BEADS_TOP, WIDTH - EDGE, BEADS_TOP), SOFT, 2)
    for number, bead in enumerate(beads):
        x = EDGE + space * (number + 0.5)
        box = (x - radius, BEADS_TOP - radius, x + radius, BEADS_TOP + radius)
        colour = LINES[bead.line - 1] if 0 < bead.line <= len(LINES) else INK
        draw.ellipse(box, colour if bead.is_done else PAPER, colour, 3)
