"""Marks the places of a page that depend on the visitor."""

from django import template
from django.template.base import token_kwargs
from django.template.context import Context

from accounts.sign_in.known_person import known_person
from accounts.visitor_parts import frame, history, my_path, plan, way
from web.kept_pages.parts import VisitorPart
from web.kept_pages.texts import TOKEN_MARK

register = template.Library()
VALUES = {
    "theme": frame.theme_values,
    "navigation": frame.navigation_values,
    "header": frame.header_values,
    "messages": frame.message_values,
    "place": way.place_values,
    "path at hand": way.path_values,
    "hours a week": way.pace_values,
    "journal": way.journal_values,
    "head of my path": my_path.head_values,
    "now": my_path.now_values,
    "planned week": plan.week_values,
    "whole path": my_path.whole_values,
    "steps at hand": my_path.steps_values,
    "study days": my_path.days_values,
    "courses at hand": my_path.courses_values,
    "routes": my_path.routes_values,
    "messages above": history.messages_above,
    "time on a step": history.time_on_step,
    "pace of study": history.pace_of_study,
    "changes": history.shown_changes,
    "changed steps": history.changed_steps,
    "time zone": history.time_zone,
}


def shown_values(values) -> dict:
    """By name; values may say by a `context`, made once, what is to be made of them."""
    has_context = hasattr(type(values), "context")
    return values.context if has_context else values._asdict()


class VisitorPartNode(template.Node):
    def __init__(self, name, page, nodelist, sees_page):
        self.page, self.nodelist, self.sees_page = page, nodelist, sees_page
        self.part = VisitorPart(name, self.values_of, self.html_of)
        self.values = VALUES[name]

    def render(self, context):
        if context.get("for_nobody"):
            return self.nodelist.render(context)
        request = context["request"]
        page = {name: value.resolve(context) for name, value in self.page.items()}
        page |= context.flatten() if self.sees_page else {"request": request}
        return self.part.shown(request, context.template, page)

    def values_of(self, request, _template, page):
        return self.values(request, page)

    def html_of(self, values, template, page) -> str:
        shown = {**page, **shown_values(values), "csrf_token": TOKEN_MARK}
        context = Context(shown)
        with (
            context.render_context.push_state(template),
            context.bind_template(template),
        ):
            return self.nodelist.render(context)


@register.simple_tag(takes_context=True)
def signed_in_person(context, may_ask=False):
    """On a page about what went wrong: a person, or None where nobody is known to be signed in."""
    return known_person(context["request"], bool(may_ask))


@register.tag
def visitor_part(parser, token):
    """{% visitor_part "name" step=step … %}…{% endvisitor_part %}: what stands inside depends on the visitor.

    The name says on what of the visitor (VALUES). The block sees these values, what of the page is named beside it, and
    the request, which on a kept page is that of a stranger. With the word `page` it sees all of the page.
    """
    _tag, name, *named = token.split_contents()
    sees_page = named == ["page"]
    page = {} if sees_page else token_kwargs(named, parser)
    named = [] if sees_page else named
    if named:
        raise template.TemplateSyntaxError(f"Not understood: {named}")
    nodelist = parser.parse(("endvisitor_part",))
    parser.delete_first_token()
    return VisitorPartNode(name.strip("\"'"), page, nodelist, sees_page)
