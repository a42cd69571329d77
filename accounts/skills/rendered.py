"""Pieces of rows that are the same for everybody: rendered once for each content version and language."""

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

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

    def skill_link(self, skill: int) -> SafeString:
        if skill not in self.links:
            found = self.content.skills[skill]
            self.links[skill] = format_html(
                '<a href="{}">{}</a>',
                found.get_absolute_url(),
                mark_language(found.name),
            )
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


@cached_per_version(most=4)
def row_pieces(language: str) -> RowPieces:
    """`language`: the active one."""
    return RowPieces(gap_content())
