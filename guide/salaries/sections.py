"""Three kinds of evidence in three sections, each in blocks that a page can show whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property

from guide.models import Salary
from guide.salaries.charts import (
    Axis,
    Bar,
    Line,
    Steps,
    axis_for,
    bar,
    line_over_years,
    steps_of,
)
from guide.salaries.contradictions import Contradiction, contradictions
from guide.salaries.figure import EXPERIENCE_ORDER, Figure, old_words
from guide.salaries.formats import country, in_order_of_names, said, unit_name

Evidence = Salary.Evidence
FIGURES_A_PAGE = 40
OPENING_LINES = 6
MOST_CHOICES = 60
UNKNOWN_YEAR = 0


@dataclass
class Row:
    """One country, level or occupation, with its bar."""

    figure: Figure
    bar: Bar
    own_remarks: list[str]
    # What its name leaves open.
    about: str


@dataclass
class Bars:
    """Figures on one axis, in a table."""

    figures: list[Figure]

    @cached_property
    def axis(self) -> Axis:
        return axis_for(self.figures)

    @cached_property
    def common_remarks(self) -> list[str]:
        """What holds for every row is said once."""
        return common_to(self.figures)

    @cached_property
    def rows(self) -> list[Row]:
        common = set(self.common_remarks)
        return [
            Row(
                figure,
                bar(figure, self.axis),
                [one for one in figure.remarks if one not in common],
                self.about(figure),
            )
            for figure in self.figures
        ]

    def about(self, figure: Figure) -> str:
        place = figure.place if figure.is_level or not self.one_occupation else ""
        level = figure.experience if figure.is_level != self.one_occupation else ""
        parts = [
            "" if self.one_place and not self.one_occupation else place,
            level,
            figure.count,
        ]
        return " · ".join(part for part in parts if part)

    @property
    def first(self) -> Figure:
        return self.figures[0]

    @property
    def unit(self) -> str:
        return unit_name(self.first.unit)

    @property
    def has_percentiles(self) -> bool:
        return self.first.salary.kind == Salary.Kind.PERCENTILES

    @cached_property
    def one_place(self) -> bool:
        return len({figure.place for figure in self.figures}) == 1

    @cached_property
    def one_source(self) -> bool:
        return len({figure.salary.source_id for figure in self.figures}) == 1

    @cached_property
    def one_occupation(self) -> bool:
        return len({figure.salary.occupation_id for figure in self.figures}) == 1


@dataclass
class Advertised(Bars):
    """Bands of one occupation and year; with the levels of its best-known country as steps."""

    is_open: bool = False

    @cached_property
    def steps(self) -> Steps | None:
        by_country: dict[str, list[Figure]] = {}
        for figure in self.figures:
            by_country.setdefault(figure.salary.country, []).append(figure)
        return steps_of(max(by_country.values(), key=len))


@dataclass
class YearRow:
    """The percentiles and the average of one year, class and source, or another figure of it."""

    figure: Figure
    common: list[str]
    average: Figure | None = None

    @property
    def own_remarks(self) -> list[str]:
        """Its age stands beside the year."""
        return [
            remark
            for remark in self.figure.remarks
            if remark not in (*self.common, old_words())
        ]

    @property
    def old(self) -> bool:
        return self.figure.old and old_words() not in self.common

    @property
    def is_percentiles(self) -> bool:
        return self.figure.salary.kind == Salary.Kind.PERCENTILES


@dataclass
class Series:
    """The official figures of one occupation and place, year by year."""

    figures: list[Figure]
    is_open: bool = True

    @property
    def first(self) -> Figure:
        return self.figures[0]

    @property
    def unit(self) -> str:
        return unit_name(self.first.unit)

    @cached_property
    def line(self) -> Line | None:
        percentiles = [
            figure
            for figure in self.figures
            if figure.salary.kind == Salary.Kind.PERCENTILES
        ]
        return line_over_years(percentiles)

    @cached_property
    def common_remarks(self) -> list[str]:
        return common_to(self.figures)

    @cached_property
    def publishers(self) -> list[str]:
        return list(
            dict.fromkeys(figure.salary.source.credit for figure in self.figures)
        )

    @cached_property
    def has_percentiles(self) -> bool:
        return any(
            figure.salary.kind == Salary.Kind.PERCENTILES for figure in self.figures
        )

    @cached_property
    def rows(self) -> list[YearRow]:
        """A row for each figure; an average beside percentiles of the same year, class and source."""
        keyed: dict[tuple, YearRow] = {}
        for figure in sorted(
            self.figures,
            key=lambda figure: figure.salary.kind != Salary.Kind.PERCENTILES,
        ):
            salary = figure.salary
            key = (salary.year, salary.source_id, salary.passage_en)
            row = keyed.get(key)
            if (
                row
                and row.is_percentiles
                and salary.kind == Salary.Kind.AVERAGE
                and not row.average
            ):
                row.average = figure
            else:
                keyed[key if row is None else (*key, salary.pk)] = YearRow(
                    figure, self.common_remarks
                )
        newest = sorted(keyed.values(), key=lambda row: row.figure.salary.slug)
        return sorted(
            newest, key=lambda row: row.figure.salary.year or UNKNOWN_YEAR, reverse=True
        )

    @cached_property
    def latest(self) -> Figure | None:
        """The newest percentiles, which stand beside those of other occupations."""
        percentiles = [
            figure
            for figure in self.figures
            if figure.salary.kind == Salary.Kind.PERCENTILES
        ]
        return max(
            percentiles,
            key=lambda figure: figure.salary.year or UNKNOWN_YEAR,
            default=None,
        )


@dataclass
class Quoted:
    """What published sources say of one country, line by line."""

    figures: list[Figure]

    @property
    def first(self) -> Figure:
        return self.figures[0]

    @cached_property
    def steps(self) -> list[tuple[Figure, Steps]]:
        """The levels of one source that names three or more."""
        found = []
        for levels in grouped(
            sorted(self.figures, key=experience_order), key=same_statement
        ):
            if len(levels) > 2 and (steps := steps_of(levels)):
                found.append((levels[0], steps))
        return found


Block = Series | Advertised | Quoted


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
        return f"guide/_salary_{self.evidence}.html"

    @property
    def label(self) -> str:
        return said(Evidence(self.evidence))

    @cached_property
    def newest(self) -> list[Bars]:
        """The latest official percentiles of two occupations or more, side by side where they share an axis."""
        groups = grouped(self.latest, key=lambda figure: figure.axis_key)
        return [Bars(figures) for figures in groups if len(figures) > 1]


Paged = dict[str, list[list[Block]]]


def paged(figures: Sequence[Figure]) -> Paged:
    """The figures of each kind of evidence as pages of whole blocks."""
    own = grouped_by(figures, key=lambda figure: figure.salary.evidence)
    return {
        evidence: pages_of(BLOCKS[evidence](own[evidence]))
        for evidence in Evidence.values
        if evidence in own
    }


def pages_needed(pages: Paged) -> int:
    return max((len(own) for own in pages.values()), default=0)


def sections_of(pages: Paged, number: int = 1) -> list[Section]:
    """The sections that have figures on a page; the first page begins with what all pages have in common."""
    return [
        section_of(evidence, own, number)
        for evidence, own in pages.items()
        if len(own) >= number
    ]


def section_of(evidence: str, pages: list[list[Block]], number: int) -> Section:
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
        section.contradictions = contradictions(figures)
    return section


def opening(sections: list[Section]) -> list[Section]:
    """The beginning of each section, for pages that only show a part."""
    for section in sections:
        if section.evidence == Evidence.PUBLISHED:
            section.blocks = [
                Quoted(sorted(section.figures, key=nearest_and_newest)[:OPENING_LINES])
            ]
        else:
            kept = [
                block for block in section.blocks if getattr(block, "is_open", True)
            ]
            section.blocks = kept[:1]
    return sections


def nearest_and_newest(figure: Figure):
    return (
        figure.relation_order,
        -(figure.salary.year or UNKNOWN_YEAR),
        figure.salary.slug,
    )


def placeable(sections: list[Section]) -> list[Figure]:
    """Distributions in which a reader may look for his own pay: the newest of each occupation and place."""
    found = []
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Series) and block.latest:
                found.append(block.latest)
            elif isinstance(block, Advertised) and block.is_open:
                found += [figure for figure in block.figures if None not in figure.box]
    return found[:MOST_CHOICES]


def pages_of(blocks: Iterable[Block]) -> list[list[Block]]:
    pages: list[list[Block]] = []
    room = 0
    for block in blocks:
        if not pages or len(block.figures) > room:
            pages.append([])
            room = FIGURES_A_PAGE
        pages[-1].append(block)
        room -= len(block.figures)
    return pages


def grouped(figures: Iterable[Figure], key) -> list[list[Figure]]:
    return list(grouped_by(figures, key).values())


def grouped_by(figures: Iterable[Figure], key) -> dict[Any, list[Figure]]:
    groups: dict[Any, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(key(figure), []).append(figure)
    return groups


def official_blocks(figures: Sequence[Figure]) -> list[Block]:
    ordered = sorted(
        figures,
        key=lambda figure: (
            figure.relation_order,
            figure.salary.occupation.slug,
            figure.place,
        ),
    )
    return [
        Series(group)
        for group in grouped(ordered, key=series_key)
        for group in split(group)
    ]


def series_key(figure: Figure):
    """All that a series has in common; its kinds stand in columns of their own, its years in rows."""
    salary = figure.salary
    place = (salary.country, salary.region, salary.city)
    return salary.occupation_id, place, salary.experience, figure.unit, salary.period


def advertised_blocks(figures: Sequence[Figure]) -> list[Block]:
    """By occupation, nearest first, and by year, newest first. The newest of the nearest is open."""
    ordered = sorted(figures, key=advertised_order)
    blocks = [
        Advertised(part)
        for group in grouped(ordered, key=advertised_key)
        for part in split(group)
    ]
    if blocks:
        nearest = min(block.first.relation_order for block in blocks)
        newest: dict[int, int] = {}
        for block in blocks:
            year = block.first.salary.year or UNKNOWN_YEAR
            newest[block.first.salary.occupation_id] = max(
                year, newest.get(block.first.salary.occupation_id, 0)
            )
        for block in blocks:
            year = block.first.salary.year or UNKNOWN_YEAR
            near = block.first.relation_order == nearest
            block.is_open = near and year == newest[block.first.salary.occupation_id]
    return blocks


def advertised_order(figure: Figure):
    salary = figure.salary
    adverts = (
        -(salary.sample_size or 0) if salary.experience == Salary.Experience.ANY else 0
    )
    return (
        figure.relation_order,
        salary.occupation.slug,
        -(salary.year or UNKNOWN_YEAR),
        salary.country != "US",
        by_country(salary.country),
        adverts,
        EXPERIENCE_ORDER[salary.experience],
        salary.slug,
    )


def advertised_key(figure: Figure):
    return figure.axis_key, figure.salary.occupation_id


def published_blocks(figures: Sequence[Figure]) -> list[Block]:
    """By country; the five articles first, then the newest."""
    ordered = sorted(figures, key=published_order)
    return [
        Quoted(part)
        for group in grouped(ordered, lambda figure: figure.salary.country)
        for part in split(group)
    ]


def published_order(figure: Figure):
    salary = figure.salary
    article = salary.source.kind != "article"
    return (
        salary.country == "",
        by_country(salary.country),
        article,
        -(salary.year or UNKNOWN_YEAR),
        salary.slug,
    )


def by_country(code: str) -> str:
    return in_order_of_names(country(code))


def same_statement(figure: Figure):
    """Figures that one source gives of one job and place, so that only the experience differs."""
    salary = figure.salary
    return (
        salary.source_id,
        salary.occupation_id,
        salary.country,
        salary.region,
        salary.city,
        figure.axis_key,
    )


def experience_order(figure: Figure):
    return EXPERIENCE_ORDER[figure.salary.experience]


def common_to(figures: list[Figure]) -> list[str]:
    shared = set.intersection(*(set(figure.remarks) for figure in figures))
    return [remark for remark in figures[0].remarks if remark in shared]


def split(figures: list[Figure]) -> list[list[Figure]]:
    """No block is longer than a page."""
    return [
        figures[start : start + FIGURES_A_PAGE]
        for start in range(0, len(figures), FIGURES_A_PAGE)
    ]


BLOCKS = {
    Evidence.OFFICIAL: official_blocks,
    Evidence.ADVERTISED: advertised_blocks,
    Evidence.PUBLISHED: published_blocks,
}
