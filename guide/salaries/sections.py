"""The sections of the salaries page: one for each kind of evidence, so that no two kinds share a table or an axis."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import cached_property

from guide.models import Salary
from guide.salaries.block_pages import BlockPages
from guide.salaries.blocks import (
    UNKNOWN_YEAR,
    Advertised,
    Bars,
    Block,
    Quoted,
    Series,
    group_figures,
)
from guide.salaries.contradictions import Contradiction, find_contradictions
from guide.salaries.figure import Figure
from guide.salaries.formats import choice_label

Evidence = Salary.Evidence
OPENING_LINES = 6
MOST_CHOICES = 60


@dataclass
class Section:
    evidence: str
    blocks: list[Block]
    total: int
    # Of all occupations of the choice, also those on later pages: they stand side by side on the first one.
    latest: list[Figure] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)

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
    return with_overview(section, blocks, figures) if number == 1 else section


def with_overview(
    section: Section, blocks: Sequence[Block], figures: Sequence[Figure]
) -> Section:
    section.latest = [
        block.latest for block in blocks if isinstance(block, Series) and block.latest
    ]
    if section.evidence == Evidence.PUBLISHED:
        section.contradictions = find_contradictions(figures)
    return section


def shorten_sections(sections: list[Section]) -> list[Section]:
    """The beginning of each section, for pages that only show a part."""
    for section in sections:
        if section.evidence == Evidence.PUBLISHED:
            section.blocks = [
                Quoted(sorted(section.figures, key=nearest_and_newest)[:OPENING_LINES])
            ]
        else:
            open_blocks = [
                block for block in section.blocks if getattr(block, "is_open", True)
            ]
            section.blocks = open_blocks[:1]
    return sections


def nearest_and_newest(figure: Figure):
    return (
        figure.relation_order,
        -(figure.salary.year or UNKNOWN_YEAR),
        figure.salary.slug,
    )


def placeable_figures(sections: list[Section]) -> list[Figure]:
    """The distributions that a reader can place his own pay in: the newest of each occupation and place."""
    found = []
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Series) and block.latest:
                found.append(block.latest)
            elif isinstance(block, Advertised) and block.is_open:
                found += [figure for figure in block.figures if None not in figure.box]
    return found[:MOST_CHOICES]
