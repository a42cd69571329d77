"""The history of a record: every change in words, any two versions compared, an older one brought back."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml.html import fromstring

from accounts.models import CriterionTick, User
from guide.editorial.documents import difference, pack, read_record
from guide.models import Category, Course, Criterion, Revision, Skill, Step
from guide.tests.admin_pages import change_url, forms_of, open_form, text_of
from guide.tests.factory import make_step
from guide.tests.fixture_world import World
from tests.people import make_person

pytestmark = pytest.mark.both_databases


@pytest.fixture
def step(tmp_path, db):
    world = World(tmp_path)
    world.load()
    return Step.objects.get(slug="first")


def history_url(row):
    return reverse(f"admin:guide_{row._meta.model_name}_history", args=[row.pk])


def save(desk, row, **changes):
    answer = desk.post(change_url(row), {**open_form(desk, row), **changes})
    assert answer.status_code == 302


def pick(page, path):
    """The texts of what an XPath finds."""
    found = fromstring(page.text).xpath(path)
    return [" ".join(each.text_content().split()) for each in found]


CELLS = "//table[@class='changes']/tbody//*[self::th or self::td]"


def shown(page):
    """Each version: who, and the cells of what changed."""
    return [
        (
            " ".join(item.xpath(".//strong")[0].text_content().split()),
            [
                " ".join(each.text_content().split())
                for each in item.xpath(f".//p[@class='changes__row'] | .{CELLS}")
            ],
        )
        for item in fromstring(page.text).xpath("//ol[@class='versions']/li")
    ]


def marked(page, kind):
    return [
        each.text_content()
        for each in fromstring(page.text).xpath(f"//table[@class='changes']//{kind}")
    ]


def bring_back(desk, row, ref):
    form = forms_of(text_of(desk.get(history_url(row), {"new": ref})))[-1]
    return desk.post(history_url(row), form, follow=True)


def test_every_change_is_told_in_words_with_both_languages(desk, step):
    save(desk, step, name_en="First steps", name_zh="第一步")
    step = Step.objects.get(pk=step.pk)
    Criterion.objects.create(step=step, code="say", order=2, text_en="say why")

    page = desk.get(history_url(step))

    program, editor, before = shown(page)
    assert program[0] == "A program"
    assert program[1][0] == "Criterion “say”: added"
    assert editor == (
        "editor@example.org",
        ["Name", "First steps", "第一步"],
    )
    assert before[0] == "Before"
    assert [*marked(page, "ins")][-2:] == [" steps", "第一步"]


def test_the_chinese_page_says_it_in_chinese(desk, step):
    save(desk, step, hours_low="6")
    page = desk.get(f"/zh-hans{history_url(step)}")

    assert "比较选中的两个版本" in text_of(page)
    assert [*marked(page, "del"), *marked(page, "ins")] == ["5", "6"]


def test_two_versions_are_compared(desk, step):
    for hours in ("6", "7"):
        save(desk, step, hours_low=hours)
    newest, older = Revision.objects.live().exclude(model="")

    page = desk.get(history_url(step), {"old": f"{older.pk}b", "new": newest.pk})

    assert pick(page, f"//section[contains(@class, 'compared')]{CELLS}") == [
        "Hours, from",
        "5 7",
    ]
    assert (
        len(forms_of(text_of(page))) == 1
    )  # what stands there now need not be brought back


def test_one_chosen_version_is_compared_with_what_is_there_now(desk, step):
    for hours in ("6", "7"):
        save(desk, step, hours_low=hours)
    older = Revision.objects.live().exclude(model="").last()

    page = desk.get(history_url(step), {"old": older.pk, "compare": "1"})

    cells = pick(page, f"//section[contains(@class, 'compared')]{CELLS}")
    assert cells == ["Hours, from", "6 7"]
    assert "Choose one version" not in text_of(page)


NOT_THERE = "This record has no version as named in the address. Choose one below."


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            {"compare": "1"},
            "Choose one version to compare it with what is there now, or two.",
        ),
        ({"compare": "1", "old": "999999"}, NOT_THERE),
        ({"old": "999999"}, NOT_THERE),
        ({"old": "first"}, NOT_THERE),
    ],
)
def test_who_compares_nothing_is_told_why(desk, step, query, sentence):
    page = desk.get(history_url(step), query)

    assert pick(page, "//p[@class='errornote']") == [sentence]
    assert pick(page, "//section[contains(@class, 'compared')]") == []


def test_the_page_of_a_change_leads_to_what_was_there_before_it(desk, step):
    save(desk, step, hours_low="6")
    changed, loaded = Revision.objects.live()
    pages = [
        desk.get(reverse("admin:guide_revision_change", args=[row.pk]))
        for row in (changed, loaded)
    ]

    before = [fromstring(page.text).xpath("//a[contains(@href, '?new=')]/@href") for page in pages]  # fmt: skip

    assert before == [[f"{history_url(step)}?new={changed.pk}b"], []]
    page = desk.get(before[0][0])
    assert pick(page, f"//section[contains(@class, 'compared')]{CELLS}") == [
        "Hours, from",
        "6 5",
    ]


@pytest.mark.parametrize(
    "wrong", ["x", "0", "99999999999999999999", "1' or 1=1", "999b"]
)
def test_a_version_that_is_not_there_shows_the_history(desk, step, wrong):
    page = desk.get(history_url(step), {"new": wrong})

    assert page.status_code == 200
    assert pick(page, "//section[contains(@class, 'compared')]") == []


def test_an_older_version_comes_back_as_a_new_one_and_learners_keep_theirs(
    desk, step, learner
):
    before = read_record(Step, step.pk).document
    save(desk, step, name_en="Other")
    ticked = Criterion.objects.create(step=step, code="say", order=2, text_en="say why")
    CriterionTick.objects.set_state(learner, ticked, "ticked")
    loose = Criterion.objects.create(step=step, code="gone", order=3, text_en="x")
    ticks = list(CriterionTick.objects.values())
    oldest = Revision.objects.live().exclude(model="").order_by("pk").first()

    page = bring_back(desk, step, f"{oldest.pk}b")

    assert "“say why” retires instead of leaving: learners have used it." in text_of(
        page
    )
    now = read_record(Step, step.pk).document
    assert now.pop("guide.criterion").keys() == {"first|run", "first|say"}
    before.pop("guide.criterion")
    assert now == before
    assert list(CriterionTick.objects.values()) == ticks
    assert not Criterion.objects.filter(pk=loose.pk).exists()
    newest = Revision.objects.live().first()
    assert (newest.reason, newest.by) == ("revert", "editor@example.org")


def test_what_changed_since_it_was_looked_at_is_not_overwritten(desk, step):
    save(desk, step, name_en="Other")
    oldest = Revision.objects.live().exclude(model="").last()
    form = forms_of(text_of(desk.get(history_url(step), {"new": f"{oldest.pk}b"})))[-1]
    save(desk, step, name_en="Third")

    page = desk.post(history_url(step), form, follow=True)

    assert "nothing was brought back" in text_of(page)
    assert Step.objects.get(pk=step.pk).name_en == "Third"


def test_a_version_that_points_at_what_is_gone_is_refused_in_words(desk, step):
    course = Course.objects.get(slug="snakes")
    save(desk, course, title="Other")
    Revision.objects.filter(key="snakes").update(
        before=pack({"guide.course": {"snakes": {"provider": ["nobody"]}}})
    )
    ref = f"{Revision.objects.get(key='snakes').pk}b"

    page = bring_back(desk, course, ref)

    assert "“nobody” is no longer there" in text_of(page)
    assert Course.objects.get(slug="snakes").title == "Other"


def test_only_who_may_change_a_record_brings_back(client, desk, step):
    save(desk, step, name_en="Other")
    oldest = Revision.objects.live().exclude(model="").last()
    url = history_url(step)
    form = forms_of(text_of(desk.get(url, {"new": f"{oldest.pk}b"})))[-1]

    for person in (
        make_person("stranger@example.org"),
        make_person("staff@example.org", is_staff=True),
    ):
        client.force_login(User.objects.get(pk=person.pk))
        assert client.post(url, form).status_code in (302, 403)
    client.logout()
    assert client.post(url, form).status_code == 302
    assert client.put(url).status_code in (302, 405)

    assert Step.objects.get(pk=step.pk).name_en == "Other"


def test_a_thousand_versions_cost_no_more_queries_than_two(desk, step):
    save(desk, step, name_en="Other")
    few = queries(desk, step)
    last = Revision.objects.live().first()
    now = read_record(Step, step.pk).document
    rows = [
        Revision(
            model=last.model, key=last.key, row=last.row, document=last.document,
            before=pack({"guide.step": {"first": {"name_en": f"Name {n}", "track": ["data"]}}}),
            fields="|name_en|", at=timezone.now(), by="editor@example.org", reason="form",
        )
        for n in range(1000)
    ]  # fmt: skip
    Revision.objects.bulk_create(rows)
    assert difference(now, now, "guide.step") == {}

    assert few <= 12
    assert queries(desk, step) <= 12


def queries(desk, row):
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert desk.get(history_url(row)).status_code == 200
    return len(found)


def test_the_list_of_all_changes_is_filtered(desk, step):
    save(desk, step, name_en="Other")
    Skill.objects.create(
        slug="knitting", name_en="Knitting", category=Category.objects.get()
    )
    url = reverse("admin:guide_revision_changelist")

    def keys(**asked):
        return {*pick(desk.get(url, asked), "//*[@class='field-record']")}

    assert keys() >= {"first", "knitting", "everything, loaded first"}
    assert keys(by="editor@example.org") == {"first"}
    assert keys(by="-", model="guide.skill") == {"knitting"}
    assert keys(field="name_en") == {"first"}
    assert keys(is_load__exact="1") == {"everything, loaded first"}
    Revision.objects.filter(key="knitting").update(at=timezone.now() - timedelta(40))
    dates = {
        words: parse_qs(urlsplit(link).query)
        for words, link in links_of(
            desk.get(url), "//details[@data-filter-title='when']"
        )
    }
    assert keys(**dates["Today"]) == {"first", "everything, loaded first"}
    assert keys(**dates["This year"], by="-") >= {"everything, loaded first"}
    assert "knitting" not in keys(**dates["Past 7 days"])


def test_the_list_names_nobody_whose_changes_one_may_not_see(desk, step):
    save(desk, step, name_en="Other")
    person = make_person("skills@example.org", is_staff=True)
    rights = Permission.objects.filter(content_type__app_label="guide")
    person.user_permissions.set(
        rights.filter(codename__in=["view_revision", "view_skill"])
    )
    other = Client()
    other.force_login(person)

    def people(browser):
        page = browser.get(reverse("admin:guide_revision_changelist"))
        return [
            words for words, _ in links_of(page, "//details[@data-filter-title='by']")
        ]

    of_all = ["All", "nobody: fixtures or a program"]
    assert people(other) == of_all
    assert people(desk) == [*of_all, "editor@example.org"]


def links_of(page, path):
    found = fromstring(page.text).xpath(f"{path}//a")
    return [(each.text_content().strip(), each.get("href")) for each in found]


def test_a_deleted_record_comes_back_with_its_rows(client, superuser, step):
    client.force_login(superuser)
    made = make_step(criteria=2, slug="short-lived")
    was = read_record(Step, made.pk).document
    address = reverse("admin:guide_step_delete", args=[made.pk])
    client.post(address, {"post": "yes", "version": str(made.version)})
    revision = Revision.objects.live().first()
    url = reverse("admin:guide_revision_change", args=[revision.pk])

    client.post(url, forms_of(text_of(client.get(url)))[-1])

    again = Step.objects.get(slug="short-lived")
    assert read_record(Step, again.pk).document == was
    assert "short-lived" in text_of(client.get(history_url(again)))
