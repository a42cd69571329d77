"""What the page of a role points to: neighbours, roadmaps and cited sources. One UNION query."""

from dataclasses import dataclass, field

from django.db.models import F, Value

from guide.models import Citation, Roadmap, Role, RoleNeighbour, Source

PUBLISHING = ("kind", "publisher", "publisher_zh", "published_on")


@dataclass
class RoleLinks:
    neighbours: list[RoleNeighbour] = field(default_factory=list)
    roadmaps: list[Roadmap] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)


def links_of(role: Role) -> RoleLinks:
    """Objects that hold what the page shows of them, and nothing else."""
    links = RoleLinks()
    sources: dict[str, Source] = {}
    rows = neighbour_rows(role).union(roadmap_rows(role), citation_rows(role), all=True)
    for row in sorted(rows, key=sorting_key):
        group, _place, slug, name, name_zh, text, text_zh, *publishing = row
        texts = {"text_en": text, "text_zh": text_zh}
        names = {"slug": slug, "name_en": name, "name_zh": name_zh}
        if group == "neighbour":
            links.neighbours.append(
                RoleNeighbour(role=role, neighbour=Role(**names), **texts)
            )
        elif group == "roadmap":
            links.roadmaps.append(
                Roadmap(**names, audience_en=text, audience_zh=text_zh)
            )
        else:
            source = sources.setdefault(
                slug,
                Source(
                    slug=slug,
                    title=name,
                    title_zh=name_zh,
                    **dict(zip(PUBLISHING, publishing, strict=True)),
                    published=True,
                ),
            )
            links.citations.append(
                Citation(source=source, passage_en=text, passage_zh=text_zh)
            )
    return links


def sorting_key(row):
    """Neighbours and roadmaps in their order; citations by source, in the order in which they were written."""
    group, place, slug, *_ = row
    return (group, slug, place) if group == "source" else (group, place, slug)


def neighbour_rows(role: Role):
    rows = RoleNeighbour.objects.filter(role=role, neighbour__published=True)
    return rows.order_by().values_list(
        Value("neighbour"), "order",
        *(f"neighbour__{name}" for name in ("slug", "name_en", "name_zh")),
        "text_en", "text_zh", *(Value("") for _name in PUBLISHING),
    )  # fmt: skip


def roadmap_rows(role: Role):
    rows = Roadmap.objects.published().filter(role=role)
    return rows.order_by().values_list(
        Value("roadmap"), "order", "slug", "name_en", "name_zh", "audience_en", "audience_zh",
        *(Value("") for _name in PUBLISHING),
    )  # fmt: skip


def citation_rows(role: Role):
    rows = Citation.objects.filter(
        subject="role", subject_slug=role.slug, source__published=True
    )
    return rows.order_by().values_list(
        Value("source"), F("pk"), "source__slug", "source__title", "source__title_zh", "passage_en", "passage_zh",
        *(f"source__{name}" for name in PUBLISHING),
    )  # fmt: skip
