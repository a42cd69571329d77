"""Fragments for htmx."""

import pytest

from accounts.progress.fragments import out_of_band


@pytest.mark.parametrize("space", [" ", "\n  ", ""])
def test_a_fragment_is_marked_on_its_root_however_its_tag_is_laid_out(space):
    attributes = f'{space}class="stop done"' if space else ""

    marked = out_of_band(f"\n<li{attributes}><a href='/'>Step</a></li>\n")

    assert marked == f"<li hx-swap-oob=\"true\"{attributes}><a href='/'>Step</a></li>"
