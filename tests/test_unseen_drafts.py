"""A draft of every kind of record, in every state: no word of it reaches a guest, a learner or a machine that reads."""

from django.urls import reverse
from django.utils.translation import override

from guide.editorial.documents import label_of
from guide.editorial.drafts import publish_draft, write_draft
from guide.editorial.review import Person
from guide.models import Revision, Step
from guide.models.revision import WAITING
from guide.tests.editorial.every_kind import has_texts, make_every_kind, marked_document
from tests.test_audiences import ADDRESSES, PARAMETERS, as_, world  # noqa: F401  a fixture

MARK = "Quetzalcoatl"
WRITER = Person(7, "writer@example.org")
STATES = [*WAITING, Revision.State.DISCARDED]
SEARCHES = [
    "/search/?q=quetzalcoatl",
    "/search/suggestions/?q=quetzal",
    "/?q=quetzalcoatl",
]


def draft_everything():
    """Drafts of all kinds, and of each a new record that only a draft makes."""
    made = []
    for at, (model, row) in enumerate(make_every_kind(grown=True).items()):
        if has_texts(model):
            now, document = marked_document(model, row, MARK)
            draft = write_draft(None, label_of(model), row.pk, now, document, WRITER)
            draft.state = STATES[at % len(STATES)]
            draft.save()
            made.append(model)
    return made


def pages(client, arguments):
    """Every address outside the admin, by name, and what it answers."""
    for name in sorted(each for names in ADDRESSES.values() for each in names):
        known = {
            each: arguments.get((name, each)) or arguments[each]
            for each in PARAMETERS[name]
        }
        yield name, client.get(reverse(name, kwargs=known))
    for address in SEARCHES:
        yield address, client.get(address)


def content_of(page):
    return b"".join(page) if page.streaming else page.content


def seen(client, arguments):
    """The pages that say a word of a draft, and how many were there to read."""
    answers = list(pages(client, arguments))
    found = [name for name, page in answers if MARK.encode() in content_of(page)]
    return found, sum(page.status_code == 200 for _name, page in answers)


def test_no_page_says_a_word_of_a_draft(world, learner):  # noqa: F811  the fixture
    kinds = draft_everything()
    assert len(kinds) >= 20

    for person, language in ((None, "en"), (learner, "zh-hans")):
        with override(language):
            found, number = seen(as_(person), world)
        assert found == [], person
        assert number > 40, person


def test_the_walk_would_find_one(world):  # noqa: F811
    """Published, the same word stands on pages, in the search and in what machines read."""
    step = Step.objects.get(slug="x")
    now, document = marked_document(Step, step, MARK)
    draft = write_draft(None, "guide.step", step.pk, now, document, WRITER)
    publish_draft(draft, WRITER)

    found, _number = seen(as_(None), world)

    assert {"guide:step", "guide:roadmap", SEARCHES[0]} <= set(found)
