"""Cards: the right size, small, and every letter of them drawn by the font that stands beside."""

import io

import pytest
from PIL import Image

from web.cards.drawing import (
    HEIGHT,
    MOST_LINES,
    TITLE_SIZES,
    WIDTH,
    Bead,
    draw_card,
    fit_title,
    font_of,
)
from web.cards.letters import first_drawn, is_drawn, letters_not_drawn

LONG_CHINESE = "从零开始用业余时间成为一名能独立上线模型的机器学习工程师" * 3


def shape_of(letter):
    mask = font_of(40).getmask(letter)
    return mask.size, bytes(mask)


def test_the_font_draws_every_letter_that_we_say_it_does():
    missing = shape_of("\U0010ffff")
    said = [letter for letter in map(chr, range(0x10000)) if is_drawn(letter)]

    assert len(said) > 7400
    assert [letter for letter in said if shape_of(letter) == missing] == []


@pytest.mark.parametrize("title", ["Weekend route", LONG_CHINESE[:60], "x" * 300, ""])
def test_a_card_has_its_size_and_is_small(title):
    beads = [Bead(number % 8, number < 9) for number in range(70)]

    content = draw_card(title, "9 of 37 steps · 周末路线", beads)

    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    assert len(content) <= 60_000


def test_the_same_card_is_the_same_to_the_byte():
    assert len({draw_card("路线", "x") for _ in range(2)}) == 1


def test_a_long_title_becomes_smaller_then_is_cut():
    assert fit_title("Weekend route") == (["Weekend route"], TITLE_SIZES[0])
    lines, size = fit_title(LONG_CHINESE)
    assert (len(lines), size) == (MOST_LINES, TITLE_SIZES[-1])
    assert lines[-1].endswith("…")
    assert "".join(fit_title(LONG_CHINESE[:60])[0]) == LONG_CHINESE[:60]


def test_words_stay_whole():
    lines, _size = fit_title(
        "Becoming a machine learning engineer beside a full-time job"
    )

    assert (
        " ".join(lines) == "Becoming a machine learning engineer beside a full-time job"
    )


def test_letters_outside_of_the_font_are_named_and_the_other_language_stands_in():
    assert letters_not_drawn("Größe 路线 🙂 गि 🙂") == "🙂गि"
    assert first_drawn(["🙂 Weg", "路线"]) == "路线"
    assert first_drawn(["", "路线"]) == "路线"
    assert first_drawn(["🙂x"]) == "x"
    assert first_drawn([]) == ""
