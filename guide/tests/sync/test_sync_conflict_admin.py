"""Conflicts are decided in the admin: both values and their base, three buttons, all of it logged."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from guide.admin.conflict import value_difference
from guide.models import Conflict, ContentVersion, Course, CourseSkill, Term
from guide.tests.admin_pages import form_of
from web.text_diff import Piece, text_difference

pytestmark = pytest.mark.both_databases


@pytest.fixture
def conflict(fixtures):
    Course.objects.filter(slug="snakes").update(title="Snakes and ladders")
    fixtures.set("guide.course", "snakes", title="Snakes for all")
    fixtures.load()
    return Conflict.objects.get()


def url(conflict):
    return reverse("admin:guide_conflict_change", args=[conflict.pk])


def decide(desk, conflict, how, **values):
    sent = form_of(desk.get(url(conflict))) | values | {"how": how}
    return desk.post(url(conflict), sent)


def title():
    return Course.objects.get(slug="snakes").title


def test_the_page_shows_both_values_and_what_changed_word_by_word(desk, conflict):
    page = desk.get(url(conflict)).content.decode()

    assert "Snakes<ins> and ladders</ins>" in page
    assert "Snakes<ins> for all</ins>" in page
    assert ">Snakes</p>" in page


def test_a_figure_is_shown_whole(desk, fixtures):
    fixtures.set(
        "guide.course", "snakes", price="0.00", currency="USD", price_period="total"
    )
    fixtures.load()
    Course.objects.filter(slug="snakes").update(price=49)
    fixtures.set("guide.course", "snakes", price="29.00")
    fixtures.load()

    page = desk.get(url(Conflict.objects.get())).content.decode()

    assert "<ins>49.00</ins></p>" in page
    assert "<ins>29.00</ins></p>" in page
    assert ">0.00</p>" in page


@pytest.mark.usefixtures("template_contexts")
def test_the_list_shows_what_is_open_and_calls_it_so(desk, conflict):
    page = desk.get(reverse("admin:guide_conflict_changelist"))
    chinese = desk.get("/zh-hans" + reverse("admin:guide_conflict_changelist"))

    states = [
        choice["display"]
        for choice in page.context["cl"].filter_specs[0].choices(page.context["cl"])
    ]
    assert states == ["open", "decided", "all"]
    assert "待解决" in chinese.content.decode()
    assert list(page.context["cl"].result_list) == [conflict]


@pytest.mark.parametrize(
    ("how", "values", "stands", "resolution"),
    [
        ("theirs", {}, "Snakes for all", "took the fixture’s"),
        ("ours", {}, "Snakes and ladders", "kept ours"),
        ("edited", {"value-title": "Snakes, both"}, "Snakes, both", "edited"),
    ],
)
def test_each_button_decides_for_good_and_is_logged(
    desk, editor, fixtures, conflict, how, values, stands, resolution
):
    response = decide(desk, conflict, how, **values)

    conflict.refresh_from_db()
    assert response.status_code == 302
    assert title() == stands
    assert (conflict.resolution, conflict.resolved_by) == (how, editor.email)
    assert fixtures.load().exit_code == 0
    assert title() == stands
    logged = LogEntry.objects.filter(user=editor).values_list(
        "content_type__model", "change_message"
    )
    message = f"Conflict over “title” resolved: {resolution}."
    assert set(logged) == {("conflict", message), ("course", message)}


def test_taking_raises_the_versions_and_keeping_leaves_them(desk, conflict):
    before = (
        Course.objects.get(slug="snakes").version,
        ContentVersion.objects.get().number,
    )

    decide(desk, conflict, "theirs")

    after = (
        Course.objects.get(slug="snakes").version,
        ContentVersion.objects.get().number,
    )
    assert after == (before[0] + 1, before[1] + 1)


def test_a_page_that_is_out_of_date_decides_nothing(desk, conflict):
    sent = form_of(desk.get(url(conflict))) | {"how": "theirs"}
    course = Course.objects.get(slug="snakes")
    course.title = "Newer"
    course.save()

    response = desk.post(url(conflict), sent)

    assert (
        "This changed while you were deciding, so nothing was saved"
        in response.content.decode()
    )
    assert title() == "Newer"
    assert Conflict.objects.open().exists()


def test_a_decision_cannot_be_made_twice(desk, conflict):
    sent = form_of(desk.get(url(conflict)))
    desk.post(url(conflict), sent | {"how": "ours"})

    desk.post(url(conflict), sent | {"how": "theirs"})

    assert title() == "Snakes and ladders"


@pytest.mark.parametrize("values", [{"value-title": ""}, {"value-title": "x" * 301}])
def test_a_value_that_is_not_allowed_is_not_saved(desk, conflict, values):
    response = decide(desk, conflict, "edited", **values)

    assert response.status_code == 200
    assert title() == "Snakes and ladders"
    assert Conflict.objects.open().exists()


def test_a_value_that_breaks_a_rule_beside_the_others_is_not_saved(desk, fixtures):
    fixtures.set(
        "guide.course", "snakes", hours_low=10, hours_high=20, hours_basis="stated"
    )
    fixtures.load()
    Course.objects.filter(slug="snakes").update(hours_low=18)
    fixtures.set("guide.course", "snakes", hours_high=15)
    fixtures.load()

    response = decide(desk, Conflict.objects.get(), "theirs")

    said = response.content.decode()
    assert "These fields do not fit together: hours_high, hours_low." in said
    assert "“hours in all, from” 18 is above “hours in all, to” 15." in said
    assert Course.objects.get(slug="snakes").hours_high == 20


def test_a_reference_is_decided_too(desk, fixtures):
    for slug in ("edx", "mit"):
        fixtures.add("guide.provider", slug=slug, name_en=slug)
    fixtures.load()
    course = Course.objects.get(slug="snakes")
    course.provider = type(course.provider).objects.get(slug="mit")
    course.save()
    fixtures.set("guide.course", "snakes", provider=["edx"])
    fixtures.load()

    decide(desk, Conflict.objects.get(), "theirs")

    assert Course.objects.get(slug="snakes").provider.slug == "edx"


@pytest.mark.parametrize(("how", "published"), [("theirs", False), ("ours", True)])
def test_a_record_that_the_fixture_dropped_is_decided_as_a_whole(
    desk, fixtures, how, published
):
    Term.objects.update(body_en="Ours")
    fixtures.drop("guide.term", "model")
    fixtures.load()

    decide(desk, Conflict.objects.get(), how)

    assert Term.objects.get().published is published
    assert fixtures.load().exit_code == 0


@pytest.mark.parametrize(("how", "levels"), [("theirs", [3]), ("ours", [])])
def test_a_link_that_an_editor_removed_is_decided_as_a_whole(
    desk, fixtures, how, levels
):
    CourseSkill.objects.filter(course__slug="snakes").delete()
    fixtures.set("guide.courseskill", "snakes|python", level=3)
    fixtures.load()

    decide(desk, Conflict.objects.get(), how)

    assert (
        list(
            CourseSkill.objects.filter(course__slug="snakes").values_list(
                "level", flat=True
            )
        )
        == levels
    )
    assert fixtures.load().exit_code == 0


def test_who_may_not_change_the_content_may_not_decide_about_it(desk, editor, conflict):
    group = editor.groups.get()
    group.permissions.remove(Permission.objects.get(codename="change_course"))

    assert desk.get(url(conflict)).status_code == 403
    assert desk.post(url(conflict), {"how": "theirs"}).status_code == 403


def test_strangers_and_learners_see_nothing(client, learner, conflict):
    assert client.get(url(conflict)).status_code == 302
    client.force_login(learner)
    assert client.get(url(conflict)).status_code == 302


def test_looking_decides_nothing(desk, conflict):
    desk.get(url(conflict), {"how": "theirs"})

    assert Conflict.objects.open().exists()


def test_the_page_speaks_chinese_and_shows_markup_as_text(desk, fixtures):
    Term.objects.update(body_zh="<script>旧</script>")
    fixtures.set("guide.term", "model", body_zh="新的模型")
    fixtures.load()

    response = desk.get(f"/zh-hans{url(Conflict.objects.get())}")

    assert response.status_code == 200
    assert b"<script>\xe6\x97\xa7" not in response.content
    assert "<ins>新的模型</ins>" in response.content.decode()


def test_words_and_chinese_characters_are_compared():
    assert text_difference("a red house", "a blue house") == [
        Piece("same", "a "), Piece("gone", "red"), Piece("new", "blue"), Piece("same", " house"),
    ]  # fmt: skip
    assert text_difference("学习模型", "学习大模型") == [
        Piece("same", "学习"),
        Piece("new", "大"),
        Piece("same", "模型"),
    ]
    assert text_difference("x " * 3000, "y") == [
        Piece("gone", "x " * 3000),
        Piece("new", "y"),
    ]


def test_list_and_page_name_kind_and_field_in_words(desk, conflict):
    lists = [
        desk.get(prefix + reverse("admin:guide_conflict_changelist")).content.decode()
        for prefix in ("", "/zh-hans")
    ]
    page = desk.get(url(conflict)).content.decode()

    assert [
        cell in lists[0] for cell in ('field-kind">course<', 'field-field">title<')
    ] == [True, True]
    assert [
        cell in lists[1] for cell in ('field-kind">课程<', 'field-field">标题<')
    ] == [True, True]
    assert "<h1>Course snakes: title</h1>" in page
    assert not any("guide.course<" in each for each in [*lists, page])


def test_what_was_typed_stays_when_the_decision_is_refused(desk, conflict):
    form = form_of(desk.get(url(conflict)))
    Course.objects.get(slug="snakes").save()

    answer = desk.post(
        url(conflict), {**form, "value-title": "Typed with care", "how": "theirs"}
    )

    assert form_of(answer)["value-title"] == "Typed with care"


@pytest.mark.django_db(transaction=True)
def test_it_is_shown_and_decided_without_a_transaction_around_the_request(
    desk, conflict
):
    # As on the living site, where PostgreSQL refuses to lock a row for a page that is only shown.
    response = decide(desk, conflict, "theirs")

    assert (response.status_code, title()) == (302, "Snakes for all")


def test_a_value_that_is_written_anew_keeps_the_rules_of_every_form(desk, fixtures):
    fixtures.set(
        "guide.course", "snakes", price="0.00", currency="USD", price_period="total"
    )
    fixtures.load()
    Course.objects.filter(slug="snakes").update(price=49, note_en="Ours.")
    fixtures.set("guide.course", "snakes", price="29.00", note_en="Theirs.")
    fixtures.load()
    price, note = (
        Conflict.objects.get(field="price"),
        Conflict.objects.get(field="note_en"),
    )

    answers = [
        decide(desk, price, "edited", **{"value-price": "90,000"}),
        decide(desk, note, "edited", **{"value-note_en": "See [it](step:nowhere)."}),
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "“90,000” is not a number." in answers[0].content.decode()
    assert 'value="90,000"' in answers[0].content.decode()
    assert "These links lead nowhere: step:nowhere." in answers[1].content.decode()
    assert list(
        Course.objects.filter(slug="snakes").values_list("price", "note_en")
    ) == [(49, "Ours.")]
    assert Conflict.objects.open().count() == 2


def test_a_text_that_was_written_anew_is_read_whole():
    old = "要让损失变小，就算出它对每个权重的坡度。"

    assert value_difference(old, "夹具里的新定义。", True) == [
        Piece("new", "夹具里的新定义。")
    ]
    assert value_difference("", "One.", True) == [Piece("new", "One.")]
    assert value_difference("One.", "", True) == [Piece("gone", "One.")]
    assert value_difference("Snakes", "Snakes for all", True) == [
        Piece("same", "Snakes"),
        Piece("new", " for all"),
    ]
