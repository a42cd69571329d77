"""Ways in which one person may try to change the site alone, beside those of test_ways_of_writing."""

from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from guide.editorial.keeping import keeping_revisions
from guide.models import (
    Conflict,
    Course,
    Criterion,
    Link,
    Revision,
    Roadmap,
    Role,
    Skill,
    Step,
    Term,
)
from guide.tests.admin_pages import add_url, form_of, open_form
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


def by_changing_links(desk, world):
    """The rows of a many-to-many: one is changed, one is taken away."""
    form = open_form(desk, Role.objects.get())
    level = next(each for each in form if each.endswith("-level") and form[each])
    ways.post_form(desk, Role.objects.get(), **{level: "4"})


def by_moving_a_stop(desk, world):
    """Within its roadmap, to another stage."""
    road = Roadmap.objects.get()
    form = open_form(desk, road)
    stage = [each for each in form if each.endswith("-stage") and form[each]][-1]
    ways.post_form(desk, road, **{stage: str(road.stages.get(code="end").pk)})


def by_adding_a_link(desk, world):
    form = open_form(desk, first())
    skill = next(each for each in form if each.endswith("-skill") and form[each])
    prefix = f"{skill.partition('-')[0]}-TOTAL_FORMS"
    name, row = prefix.partition("-")[0], int(form[prefix])
    sql = {f"{name}-{row}-skill": Skill.objects.get(slug="sql").pk}
    added = {prefix: str(row + 1), f"{name}-{row}-level": "2", **sql}
    ways.post_form(desk, first(), **added)


def by_taking_a_link_away(desk, world):
    form = open_form(desk, Role.objects.get())
    pk = next(each for each in form if each.endswith("-0-id") and form[each])
    ways.post_form(desk, Role.objects.get(), **{pk.replace("-id", "-DELETE"): "on"})


def by_moving_an_address(desk, world):
    """Where the checker found that a link moved for good."""
    address = Course.objects.get(slug="snakes").url
    link = Link.objects.create(
        address=address,
        state=Link.State.MOVED,
        final_address="https://courses.example/serpents",
        checked_at=timezone.now(),
    )
    desk.post(reverse("admin:guide_link_move"), {"link": link.pk})


def by_renewing(desk, world):
    """“Still right” is a statement on the site too."""
    ways.act(desk, Course.objects.get(slug="snakes"), "still_right")


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
