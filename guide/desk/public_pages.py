"""Where staff edit what a public page shows: the form of its record, or the list of its kind."""

from typing import Any

from django.urls import ResolverMatch, reverse

from guide.cache import cached_per_version
from guide.models import (
    Belief,
    Chapter,
    Content,
    Course,
    Fact,
    Industry,
    Question,
    Reading,
    Roadmap,
    Role,
    Salary,
    Skill,
    Source,
    Step,
    Term,
)
from guide.salaries.forms import country_from_slug

# By the name of the address, which has the slug of the record.
RECORDS = {
    model._meta.model_name: model
    for model in (Chapter, Course, Roadmap, Role, Skill, Source, Step)
}
LISTS = {
    **{f"{name}-list": model for name, model in RECORDS.items() if model is not Step},
    "belief-list": Belief,
    "glossary": Term,
    "industries": Industry,
    "market": Fact,
    "question-list": Question,
    "reading-list": Reading,
    "salaries": Salary,
    "salaries-all": Salary,
    "salaries-country": Salary,
}
RECORDS_KEPT = 2000


def edit_address(match: ResolverMatch | None, user: Any) -> str:
    """Empty where there is nothing to edit, or this person may not. For visitors who are no staff it asks nothing."""
    if not user.is_staff or match is None or match.namespace != "guide":
        return ""
    model = RECORDS.get(match.url_name) or LISTS.get(match.url_name)
    if model is None or not user.has_perm(f"guide.change_{model._meta.model_name}"):
        return ""
    if match.url_name in RECORDS:
        return address_of_form(model, match.kwargs["slug"])
    return address_of_list(model, match.kwargs)


def address_of_form(model: type[Content], slug: str) -> str:
    """Empty where there is no such record."""
    pk = record_pk(model, slug)
    return (
        reverse(f"admin:guide_{model._meta.model_name}_change", args=[pk]) if pk else ""
    )


def address_of_list(model: type[Content], shown: dict[str, str]) -> str:
    """Of all, or of the country that the page shows."""
    country = country_from_slug(shown.get("country", ""))
    return reverse(
        f"admin:guide_{model._meta.model_name}_changelist",
        query={"country__exact": country} if country else None,
    )


@cached_per_version(RECORDS_KEPT)
def record_pk(model: type[Content], slug: str) -> int | None:
    return model.objects.filter(slug=slug).values_list("pk", flat=True).first()
