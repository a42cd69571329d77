"""Which words of the glossary the texts of the guide use most."""

from collections import Counter

from guide.cache import cached_per_version
from guide.markdown import glossary_terms
from guide.models import Belief, Chapter, Question, Role, Skill, Step, Term
from guide.models.text import active_language

MODELS = (Belief, Chapter, Question, Role, Skill, Step)


def most_used(terms: list[Term], most: int) -> list[Term]:
    """The terms that stand in the most texts, at most so many of them."""
    uses = count_uses(active_language())
    used = [term for term in terms if uses[term.slug]]
    return sorted(used, key=lambda term: -uses[term.slug])[:most]


@cached_per_version(most=2)
def count_uses(language: str) -> Counter[str]:
    """By slug, in how many texts a term stands. Two queries for a content version and language."""
    terms = glossary_terms()
    uses: Counter[str] = Counter()
    for (text,) in published_texts(f"body_{language}"):
        found = {match["name"].casefold() for match in terms.pattern.finditer(text)}
        uses.update({terms.slugs[name] for name in found if name in terms.slugs})
    return uses


def published_texts(column: str):
    first, *others = (
        model.objects.published().order_by().values_list(column) for model in MODELS
    )
    return first.union(*others, all=True)
