"""Pieces of rows that are the same for everybody: rendered once for each content version and language."""

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.skills.level_fields import level_select
from guide.cache import cached_per_version
from guide.gap.content import GapContent, StepCost, gap_content
from guide.templatetags.guide import mark_language


class RowPieces:
    """In the active language."""

    def __init__(self, content: GapContent):
        self.content = content
        self.links: dict[int, SafeString] = {}
        self.closing: dict[int, SafeString] = {}
        self.heads: dict[int, SafeString] = {}
        self.steps: dict[int, SafeString] = {}
        self.plain_rows: dict[tuple[int, int], SafeString] = {}

    def skill_link(self, skill: int) -> SafeString:
        if skill not in self.links:
            self.links[skill] = link_to(self.content.skills[skill])
        return self.links[skill]

    def row_head(self, skill: int) -> SafeString:
        """The cell with the name of a skill, and the label of its field."""
        if skill not in self.heads:
            found = self.content.skills[skill]
            self.heads[skill] = format_html(
                '<th scope="row">{}</th><td class="levels"><label class="hidden" for="skill-{}">{}</label>',
                self.skill_link(skill),
                found.slug,
                mark_language(found.name),
            )
        return self.heads[skill]

    def row(
        self, skill: int, level: int, source="", reasons="", implied=""
    ) -> SafeString:
        """A skill with the field in which `level` is said, and what else is known of it."""
        slug = self.content.skills[skill].slug
        return format_html(
            '<tr id="skill-row-{}">{}{}{}</td><td class="words">{} {}</td></tr>',
            slug,
            self.row_head(skill),
            level_select(slug, level),
            source,
            reasons,
            implied,
        )

    def plain_row(self, skill: int, level: int) -> SafeString:
        """Of a skill that was simply said."""
        key = skill, level
        if key not in self.plain_rows:
            self.plain_rows[key] = self.row(skill, level)
        return self.plain_rows[key]

    def step_link(self, step: int) -> SafeString:
        if step not in self.steps:
            self.steps[step] = link_to(self.content.steps[step])
        return self.steps[step]

    def closing_step(self, step: int) -> SafeString:
        """A step that closes a gap, with its hours, its course and what that costs."""
        if step not in self.closing:
            context = {
                "step": self.content.steps[step],
                "course": self.content.recommended_course(step),
                "cost": self.content.costs.get(step, StepCost()),
            }
            self.closing[step] = render_to_string(
                "accounts/skills/_closing_step.html", context
            )
        return self.closing[step]


def link_to(content) -> SafeString:
    return format_html(
        '<a href="{}">{}</a>', content.get_absolute_url(), mark_language(content.name)
    )


@cached_per_version(most=4)
def row_pieces(language: str) -> RowPieces:
    """`language`: the active one."""
    return RowPieces(gap_content())
