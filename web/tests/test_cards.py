"""Cards: the right size, small, and every letter of them drawn by the font that stands beside."""

import io

import pytest
from PIL import Image

from web.cards.drawing import (
    BEAD,
    BEADS_TOP,
    FOOT_ROOM,
    FOOT_SIZES,
    FOOT_TOP,
    HEIGHT,
    LINE,
    LINE_SPACING,
    NEVER_FIRST,
    TITLE_ROOM,
    TITLE_SIZES,
    TITLE_TOP,
    WIDTH,
    Bead,
    draw_card,
    fit_text,
    font_of,
    width_of,
)
from web.cards.letters import first_drawn, is_drawn, letters_not_drawn

LONG_CHINESE = "从零开始用业余时间成为一名能独立上线模型的机器学习工程师" * 5
# What stands around a name of 60 letters: “On the way to …”, “7 of 23 steps · …”.
AROUND = ("在成为", "的路上"), ("23步中的7步 · ", "")
NAMES = [
    "从零开始",
    "邕鹧鸪凇饕餮",
    "（数学，统计）：“学会”提问；再回答！？……",
    "用Python和PyTorch写模型",
    "Größe, naïveté, Ångström, señor, déjà vu, crème brûlée, x ",
    "ＭＬ工程师～",
    "x" * 60,
]
SIXTY = [(name + LONG_CHINESE)[:60] for name in NAMES]


def fit_title(title):
    return fit_text(title, TITLE_SIZES, TITLE_ROOM)


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
    assert (len(lines), size) == (5, TITLE_SIZES[-1])
    assert lines[-1].endswith("…")


@pytest.mark.parametrize("name", SIXTY)
def test_names_of_60_letters_stand_whole_on_the_card_in_letters_of_the_font(name):
    (title, foot) = (before + name + after for before, after in AROUND)
    missing = shape_of("\U0010ffff")
    fitted = [
        (title, TITLE_TOP, BEADS_TOP - BEAD, *fit_title(title)),
        (foot, FOOT_TOP, HEIGHT, *fit_text(foot, FOOT_SIZES, FOOT_ROOM)),
    ]

    for text, top, bottom, lines, size in fitted:
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        last_top = top + round((len(lines) - 1) * size * LINE_SPACING)
        assert last_top + font_of(size).getbbox(lines[-1])[3] < bottom
        assert max(width_of(line, size) for line in lines) <= LINE
        assert [line for line in lines if line[0] in NEVER_FIRST] == []
    assert [letter for letter in name if letter != " " and shape_of(letter) == missing] == []  # fmt: skip


def test_an_emoji_in_a_name_is_left_to_the_other_language_or_left_out():
    emoji = "🙂" + LONG_CHINESE[:59]

    assert first_drawn([emoji, "The long way"]) == "The long way"
    assert draw_card(first_drawn([emoji]), "x") == draw_card(LONG_CHINESE[:59], "x")


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
