"""Ways in which one person may try to change the site alone, beside those of test_ways_of_writing."""

from django.test import override_settings
from django.urls import reverse

from guide.editorial.keeping import keeping_revisions
from guide.models import Conflict, Course, Criterion, Revision, Step, Term
from guide.tests.admin_pages import add_url, form_of
from guide.tests.editorial import test_ways_of_writing as ways
from guide.tests.editorial.desk import draft_url, keep_draft, press
from guide.tests.editorial.test_ways_of_writing import first
from tests.succession.pages import ask, halves, new, page


def by_reverting(desk, world):
    """What was written before the rule was on."""
    row = first()
    with keeping_revisions():
        row.name_en = "Other"
        row.save()
    address = reverse("admin:guide_step_history", args=[row.pk])
    version = Revision.objects.live().filter(model="guide.step").latest("pk")
    page = desk.get(address, {"new": f"{version.pk}b"})
    desk.post(address, form_of(page))


def by_bringing_back(desk, world):
    with keeping_revisions():
        Term.objects.get().delete()
    gone = Revision.objects.live().filter(model="guide.term").latest("pk")
    address = draft_url(gone)
    desk.post(address, form_of(desk.get(address)))


def by_adding(desk, world):
    form = form_of(desk.get(add_url(Term)))
    desk.post(
        add_url(Term), {**form, "slug": "new", "name_en": "New", "published": "on"}
    )


def by_editing_what_is_not_published(desk, world):
    """Somebody may be about to publish it as it was."""
    Step.objects.filter(slug="second").update(published=False)
    ways.post_form(desk, Step.objects.get(slug="second"), name_en="Other")


def by_splitting(desk, world):
    """Its form was open when the rule was turned on."""
    with override_settings(TWO_PERSON_RULE=False):
        preview = ask(desk, page("split", first()), parts=2, **halves(first()))
    ways.confirm(desk, page("split", first()), preview)


def by_merging(desk, world):
    address = page("merge", *Step.objects.order_by("slug"))
    criteria = Criterion.objects.values_list("pk", flat=True)
    places = {f"criterion-{pk}": "part-0" for pk in criteria}
    with override_settings(TWO_PERSON_RULE=False):
        preview = ask(desk, address, parts=1, **new(0, "Both"), **places)
    ways.confirm(desk, address, preview)


def by_an_own_draft(desk, world):
    draft = keep_draft(desk, first(), name_en="Other")
    press(desk, draft, "publish")


def by_deciding_for_an_own_word(desk, world):
    Course.objects.filter(slug="snakes").update(title="Ours")
    world.set("guide.course", "snakes", title="Theirs")
    world.load()
    address = reverse("admin:guide_conflict_change", args=[Conflict.objects.get().pk])
    form = form_of(desk.get(address))
    desk.post(address, {**form, "how": "edited", "value-title": "Mine"})
