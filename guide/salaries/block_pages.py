"""Figures of one kind of evidence in blocks, and the blocks on pages of at most 40 figures."""

from collections.abc import Iterable, Sequence

from guide.models import Salary
from guide.salaries.blocks import (
    UNKNOWN_YEAR,
    Advertised,
    Block,
    Quoted,
    Series,
    figures_by_key,
    group_figures,
)
from guide.salaries.figure import Figure
from guide.salaries.figure_amounts import experience_rank
from guide.salaries.formats import cached_country_name, name_sort_key

Evidence = Salary.Evidence
FIGURES_A_PAGE = 40

BlockPages = dict[str, list[list[Block]]]


def paginate_figures(figures: Sequence[Figure]) -> BlockPages:
    """By kind of evidence, the pages of blocks; no block is divided between two pages."""
    own = figures_by_key(figures, key=lambda figure: figure.salary.evidence)
    return {
        evidence: paginate_blocks(BLOCKS[evidence](own[evidence]))
        for evidence in Evidence.values
        if evidence in own
    }


def page_count(pages: BlockPages) -> int:
    return max((len(own) for own in pages.values()), default=0)


def paginate_blocks(blocks: Iterable[Block]) -> list[list[Block]]:
    pages: list[list[Block]] = []
    room = 0
    for block in blocks:
        if not pages or len(block.figures) > room:
            pages.append([])
            room = FIGURES_A_PAGE
        pages[-1].append(block)
        room -= len(block.figures)
    return pages


def split_group(figures: list[Figure]) -> list[list[Figure]]:
    """Cut a group into parts of at most one page, so that each fits as a block."""
    return [
        figures[start : start + FIGURES_A_PAGE]
        for start in range(0, len(figures), FIGURES_A_PAGE)
    ]


def official_blocks(figures: Sequence[Figure]) -> list[Block]:
    ordered = sorted(
        figures,
        key=lambda figure: (
            figure.relation_order,
            figure.salary.occupation.slug,
            figure.place_label,
        ),
    )
    return [
        Series(group)
        for group in group_figures(ordered, key=series_key)
        for group in split_group(group)
    ]


def series_key(figure: Figure):
    """What all figures of a series share. They differ in year (rows) and kind (columns)."""
    salary = figure.salary
    place = (salary.country, salary.region, salary.city)
    return salary.occupation_id, place, salary.experience, figure.unit, salary.period


def advertised_blocks(figures: Sequence[Figure]) -> list[Block]:
    """By occupation, nearest first, and by year, newest first."""
    ordered = sorted(figures, key=advertised_sort_key)
    return [
        Advertised(part)
        for group in group_figures(ordered, key=advertised_key)
        for part in split_group(group)
    ]


def advertised_sort_key(figure: Figure):
    salary = figure.salary
    adverts = (
        -(salary.sample_size or 0) if salary.experience == Salary.Experience.ANY else 0
    )
    return (
        figure.relation_order,
        salary.occupation.slug,
        -(salary.year or UNKNOWN_YEAR),
        salary.country != "US",
        country_sort_key(salary.country),
        adverts,
        experience_rank(salary.experience),
        salary.slug,
    )


def advertised_key(figure: Figure):
    return figure.axis_key, figure.salary.occupation_id


def published_blocks(figures: Sequence[Figure]) -> list[Block]:
    """One block for each country; in it, the career guides first, then the newest figures."""
    ordered = sorted(figures, key=published_sort_key)
    return [
        Quoted(part)
        for group in group_figures(ordered, lambda figure: figure.salary.country)
        for part in split_group(group)
    ]


def published_sort_key(figure: Figure):
    salary = figure.salary
    later = salary.source.kind != "article"
    return (
        salary.country == "",
        country_sort_key(salary.country),
        later,
        -(salary.year or UNKNOWN_YEAR),
        salary.slug,
    )


def country_sort_key(code: str) -> str:
    return name_sort_key(cached_country_name(code))


BLOCKS = {
    Evidence.OFFICIAL: official_blocks,
    Evidence.ADVERTISED: advertised_blocks,
    Evidence.PUBLISHED: published_blocks,
}
