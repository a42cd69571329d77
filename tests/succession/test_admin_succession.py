"""Split and merge in the admin: asked, shown, and done only as it was shown."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from accounts.models import CriterionTick, StepProgress
from guide.models import ContentVersion, Criterion, Step, StepSuccessor
from guide.tests.admin_pages import form_of, list_url, state_of, text_of
from tests.people import make_person
from tests.succession.pages import ask, halves, page

pytestmark = pytest.mark.both_databases


def confirm(desk, address, preview):
    return desk.post(address, {**form_of(preview), "do": "confirm"}, follow=True)


def everything():
    versions = (
        ContentVersion.objects.get().number,
        list(Step.objects.order_by("pk").values()),
    )
    return [
        *versions,
        list(Criterion.objects.order_by("pk").values()),
        LogEntry.objects.count(),
    ]


def test_a_preview_shows_every_change_and_saves_nothing(desk, steps, learner):
    before = everything()

    preview = text_of(ask(desk, page("split", steps[0]), **halves(steps[0])))

    for words in [
        "Step: Old", "Retires today, stays readable under its address, and says that it became “Left”, “Right”.",
        "Ticks of “do thing 0” count for “do thing 0” of “Left”.", "Step: Left", "New step, 5 to 9 hours.",
        "Teaches Python: working.", "Step: After", "Builds on “Left”, “Right”.", "Roadmap: Way",
        "Calls at “Left”, “Right” in place of “Old”.", "Learners affected", "“Old”: 0 learners",
    ]:  # fmt: skip
        assert words in preview
    assert everything() == before


def test_a_preview_warns_of_a_part_that_asks_for_nothing(desk, steps):
    first, second = steps[0].criteria.order_by("order")
    both_left = {f"criterion-{first.pk}": "part-0", f"criterion-{second.pk}": "part-0"}
    address = page("split", steps[0])

    warned, fine = (
        text_of(ask(desk, address, **{**halves(steps[0]), **places}))
        for places in (both_left, halves(steps[0]))
    )

    words = '<li class="warning">“Right” would have no criteria, so nobody could tell when it is done. '
    assert (words in warned, "would have no criteria" in fine) == (True, False)
    assert "“Left” would have no criteria" not in warned


def test_a_preview_counts_the_learners_by_state(desk, steps, learner, other_learner):
    StepProgress.objects.set_state(learner, steps[0], "done")
    StepProgress.objects.set_state(other_learner, steps[0], "doing")
    CriterionTick.objects.set_state(
        make_person("third@example.org"), steps[0].criteria.first(), "ticked"
    )

    preview = text_of(ask(desk, page("split", steps[0]), **halves(steps[0])))

    assert "<li>“Old”: 3 learners (Under way 1, Done 1)</li>" in preview
    assert learner.email not in preview


def test_what_is_confirmed_is_done_and_stands_in_each_history(desk, steps):
    address = page("split", steps[0])

    done = confirm(desk, address, ask(desk, address, **halves(steps[0])))

    assert "“Old”: retired today; followed by “Left”, “Right”." in text_of(done)
    assert list(StepSuccessor.objects.order_by("pk").values_list("old__slug", "new__slug", "kind")) == [
        ("old", "left", "split"), ("old", "right", "split")
    ]  # fmt: skip
    left = Step.objects.get(slug="left")
    assert (left.body_en, left.source, left.hours_basis_zh) == (
        "How.",
        steps[0].source,
        "估计。",
    )
    assert [entry.object_repr for entry in LogEntry.objects.order_by("pk")] == [
        "Old",
        "Left",
        "Right",
        "After",
        "Way",
    ]
    assert (
        LogEntry.objects.get(object_repr="After").change_message
        == "Builds on “Left”, “Right”."
    )
    assert LogEntry.objects.get(object_repr="Left").is_addition()


def test_the_old_page_stays_and_says_what_it_became(desk, steps):
    address = page("split", steps[0])
    confirm(desk, address, ask(desk, address, **halves(steps[0])))

    old = text_of(desk.get("/steps/old/"))

    assert "This step is no longer on any roadmap." in old
    assert (
        '<a href="/steps/left/">Left</a>' in old,
        '<a href="/steps/right/">Right</a>' in old,
    ) == (True, True)
    assert "do thing 0" in old


def test_what_somebody_else_changed_since_the_preview_is_shown_again(desk, steps):
    address = page("split", steps[0])
    preview = ask(desk, address, **halves(steps[0]))
    steps[1].save()
    before = everything()

    again = confirm(desk, address, preview)

    assert "Somebody else changed part of this, so nothing was saved." in text_of(again)
    assert everything() == before
    confirm(desk, address, again)
    assert StepSuccessor.objects.count() == 2


def test_a_confirmation_of_a_preview_that_is_none_of_ours_shows_it_first(desk, steps):
    typed = halves(steps[0]) | {"seen": "forged"}

    answer = ask(desk, page("split", steps[0]), "confirm", **typed)

    assert "Nothing is saved yet." in text_of(answer)
    assert StepSuccessor.objects.count() == 0


def test_merging_into_one_of_them_keeps_it_with_its_criteria(desk, steps):
    address, old, after = page("merge", *steps), *steps
    mine, kept = after.criteria.get(), old.criteria.get(code="c-1")

    preview = ask(
        desk,
        address,
        **{"part-0-existing": old.pk, f"criterion-{mine.pk}": f"same-{kept.pk}"},
    )
    confirm(desk, address, preview)

    mine.refresh_from_db()
    assert (mine.replaced_by, mine.retired_on) == (kept, timezone.localdate())
    assert StepSuccessor.objects.values_list(
        "old__slug", "new__slug", "kind"
    ).get() == ("after", "old", "same")
    assert (state_of(old)["retired_on"], state_of(after)["retired_on"]) == (
        None,
        timezone.localdate(),
    )
    assert list(old.stops.values_list("order")) == [(1,)]


def act(desk, action, *rows, form=None):
    form = form or form_of(desk.get(list_url(Step)))
    data = {
        **form,
        "action": action,
        "_selected_action": [row.pk for row in rows],
        "index": "0",
    }
    return desk.post(list_url(Step), data, follow=True)


def test_the_actions_of_the_list_lead_to_the_pages(desk, steps):
    assert act(desk, "split", steps[0]).request["QUERY_STRING"] == f"step={steps[0].pk}"
    assert act(desk, "merge", *steps).request["PATH_INFO"] == "/admin/guide/step/merge/"
    assert "Choose exactly one step to split." in text_of(act(desk, "split", *steps))
    assert "Choose two or more steps to merge." in text_of(act(desk, "merge", steps[0]))


def test_an_action_on_a_step_that_changed_is_refused_by_name(desk, steps):
    form = form_of(desk.get(list_url(Step)))
    steps[0].save()

    assert "nothing was saved: Old." in text_of(act(desk, "split", steps[0], form=form))


@pytest.mark.parametrize("kind", ["split", "merge"])
def test_only_editors_come_in(client, learner, editor, steps, kind):
    address = page(kind, *steps[: 1 if kind == "split" else 2])
    answers = [
        client.get(address),
        client.post(address, halves(steps[0]) | {"do": "preview"}),
    ]
    assert [answer.status_code for answer in answers] == [302, 302]

    learner.is_staff = True
    learner.save()
    client.force_login(learner)
    assert [client.get(address).status_code, client.post(address).status_code] == [
        403,
        403,
    ]

    client.force_login(editor)
    assert [client.get(address).status_code, client.put(address).status_code] == [
        200,
        405,
    ]
    assert StepSuccessor.objects.count() == 0


@pytest.mark.parametrize("query", ["", "?step=x", "?step=999999"])
def test_an_address_without_steps_leads_back_to_the_list(desk, steps, query):
    for kind in ("split", "merge"):
        answer = desk.get(reverse(f"admin:guide_step_{kind}") + query)
        assert (answer.status_code, answer.url) == (302, list_url(Step))


def test_the_pages_are_chinese_for_chinese_editors_and_hold_no_script_of_their_own(
    desk, steps
):
    address = "/zh-hans" + page("split", steps[0])
    asked = desk.get(address)
    preview = desk.post(
        address, {**form_of(asked), **halves(steps[0]), "do": "preview"}
    )

    for answer, words in [(asked, "显示会有哪些变化"), (preview, "还没有保存任何东西")]:
        assert words in text_of(answer)
        assert "style=" not in text_of(answer)
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_preview_speaks_chinese(desk, steps):
    old, _after = steps
    address = f"/zh-hans{page('split', old)}"

    assert "步骤：Left" in text_of(ask(desk, address, **halves(old)))
