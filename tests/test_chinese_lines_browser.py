"""Where lines of Chinese break in a browser: no mark begins or ends a line that must not, and no range is cut."""

import pytest

pytestmark = pytest.mark.browser
PAGES = (
    "/zh-hans/",
    "/zh-hans/roadmaps/self-taught-route/",
    "/zh-hans/steps/deep-learning-pytorch/",
    "/zh-hans/market/",
    "/zh-hans/salaries/",
    "/zh-hans/guide/what-it-pays/",
)
WIDTHS = (320, 375, 414, 600, 768, 1024, 1280, 1440, 1920)
# Each as its block, the last sign of a line and the first of the next. A sign is looked at only where one of both is
# a mark, so that a long page takes no time.
BROKEN_LINES = """() => {
  const neverFirst = "，。、；：？！）》”～…", neverLast = "（《“～", found = [];
  const rect = ([node, at]) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return [...range.getClientRects()].at(-1);
  };
  const blockOf = (node) => {
    let element = node.parentElement;
    while (getComputedStyle(element).display === "inline") element = element.parentElement;
    return element;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let before = null, block = null;
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (!node.data.trim() || !node.parentElement.checkVisibility()) continue;
    if (node.parentElement.closest("script, style, option")) continue;
    if (blockOf(node) !== block) [before, block] = [null, blockOf(node)];
    [...node.data].forEach((sign, at) => {
      if (!sign.trim() || sign === "\\u2060") return;
      const last = before && before[0].data[before[1]];
      if (before && (neverFirst.includes(sign) || neverLast.includes(last))) {
        const [one, two] = [rect(before), rect([node, at])];
        if (one?.height && two?.height && two.top >= one.bottom - 4) {
          found.push(block.textContent.trim().slice(0, 30) + ": " + last + " / " + sign);
        }
      }
      before = [node, at];
    });
  }
  return found;
}"""


@pytest.mark.parametrize("path", PAGES)
def test_no_line_begins_or_ends_with_the_wrong_mark(site, page, path):
    page.goto(site.url + path)
    found = {}

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if lines := page.evaluate(BROKEN_LINES):
            found[width] = lines

    assert found == {}


def test_a_mark_at_the_start_of_a_line_is_found(site, page):
    page.goto(f"{site.url}/zh-hans/accounts/login/")
    page.evaluate(
        "document.querySelector('main').innerHTML = "
        "'<h1 id=\"x\">成为<br>，学习（<br>数学）10～<br>20</h1>'"
    )

    found = page.evaluate(BROKEN_LINES)

    assert [line.rpartition(": ")[2] for line in found] == [
        "为 / ，",
        "（ / 数",
        "～ / 2",
    ]
