"""The sections of the salaries page: one for each kind of evidence, so that no two kinds share a table or an axis."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import cached_property

from guide.models import Salary
from guide.salaries.block_pages import BlockPages
from guide.salaries.blocks import (
    Bars,
    Block,
    Series,
    group_figures,
)
from guide.salaries.figure import Figure
from guide.salaries.formats import choice_label

Evidence = Salary.Evidence
MOST_OPEN = 15  # figures of a block that stands open


@dataclass
class Section:
    evidence: str
    blocks: list[Block]
    total: int
    # Of all occupations of the choice, also those on later pages: they stand side by side on the first one.
    latest: list[Figure] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Several blocks are folded, each under a line that says what it holds; so is a long one."""
        return len(self.blocks) == 1 and len(self.blocks[0].unfolded) <= MOST_OPEN

    @property
    def figures(self) -> list[Figure]:
        return [figure for block in self.blocks for figure in block.figures]

    @property
    def template(self) -> str:
        return f"guide/salaries/_{self.evidence}.html"

    @property
    def label(self) -> str:
        return choice_label(Evidence(self.evidence))

    @cached_property
    def latest_bars(self) -> list[Bars]:
        """The latest official percentiles of two occupations or more, side by side where they share an axis."""
        groups = group_figures(self.latest, key=lambda figure: figure.axis_key)
        return [Bars(figures) for figures in groups if len(figures) > 1]


def page_sections(pages: BlockPages, number: int = 1) -> list[Section]:
    """The sections that have figures on a page; the first page begins with what all pages have in common."""
    return [
        page_section(evidence, own, number)
        for evidence, own in pages.items()
        if len(own) >= number
    ]


def page_section(evidence: str, pages: list[list[Block]], number: int) -> Section:
    blocks = [block for page in pages for block in page]
    figures = [figure for block in blocks for figure in block.figures]
    section = Section(evidence, pages[number - 1], len(figures))
    return with_overview(section, blocks) if number == 1 else section


def with_overview(section: Section, blocks: Sequence[Block]) -> Section:
    section.latest = [
        block.latest for block in blocks if isinstance(block, Series) and block.latest
    ]
    return section
