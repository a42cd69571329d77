"""The index says what is public now: it follows every change of content in the transaction of the change."""

import re
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.core.serializers import deserialize, serialize
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from guide.models import (
    Criterion,
    FormerName,
    OtherName,
    SearchDeletion,
    SearchRow,
    SearchWord,
    Skill,
    StepSuccessor,
)
from guide.search.finding import search
from guide.search.index import rebuild_if_outdated, rebuild_index
from guide.tests.factory import (
    make_course,
    make_salary,
    make_skill,
    make_source,
    make_step,
)
from guide.tests.fixture_world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def found(text):
    return [(each.kind, each.slug) for each in search(text).results]


def index_rows():
    rows = SearchRow.objects.order_by("pk").values()
    words = SearchWord.objects.order_by("word").values_list("word", "rows", "named")
    deletions = SearchDeletion.objects.order_by("rest", "word")
    return list(rows), list(words), list(deletions.values_list("rest", "word"))


def test_a_record_is_found_as_soon_as_it_is_saved_and_gone_with_it():
    skill = make_skill(slug="quantum", name_en="Quantum annealing", name_zh="量子退火")
    assert found("quantum annealing") == found("量子退火") == [("skill", "quantum")]

    skill.delete()

    assert found("quantum annealing") == []
    assert not SearchWord.objects.filter(word="annealing").exists()


def test_a_source_is_found_by_its_title_and_publisher_in_either_language():
    make_source(
        slug="talents", title="Talent flow", title_zh="人才流动", publisher_zh="脉脉"
    )

    sought = ("talent flow", "人才流动", "脉脉")
    assert [found(words) for words in sought] == [[("source", "talents")]] * 3


def test_a_draft_is_never_found_and_its_words_are_not_known():
    make_skill(name_en="Quantum annealing", published=False)

    assert found("quantum") == []
    assert not SearchWord.objects.filter(word="quantum").exists()


def test_what_is_taken_off_the_site_is_taken_out_of_the_index():
    skill = make_skill(name_en="Quantum annealing")

    skill.published = False
    skill.save()

    assert found("quantum") == []


def test_a_change_that_is_rolled_back_leaves_no_trace():
    make_skill(name_en="Anneal")
    before = index_rows()

    with transaction.atomic():
        make_skill(name_en="Quantum")
        transaction.set_rollback(True)

    assert index_rows() == before


def test_changes_one_by_one_leave_the_same_index_as_a_rebuild():
    rebuild_index()
    skill = make_skill(name_en="Quantum annealing", aliases="adiabatic\nqubits")
    step = make_step(name_en="Anneal", criteria=2, body_en="# Head\n[a](skill:b) text")
    make_course(title="Qubits 101")
    make_source(title="A source")
    make_salary(country="GB", city="London")
    skill.name_en = "Quantum computing"
    skill.save()
    Criterion.objects.filter(step=step).first().delete()
    followed = index_rows()

    rebuild_index()

    assert index_rows() == followed


def test_another_rebuild_of_the_same_content_writes_no_row():
    make_skill(name_en="Quantum annealing")
    make_course(title="Qubits 101")
    rebuild_index()
    before = index_rows()

    with CaptureQueriesContext(connection) as queries:
        rebuild_index()

    assert index_rows() == before
    writing = re.compile(r"(INSERT INTO .?|DELETE .* IN .*)guide_searchrow")
    assert [q["sql"] for q in queries if writing.match(q["sql"])] == []


def test_a_rebuild_takes_away_rows_of_what_is_gone_and_mends_others():
    for slug in ("one", "two", "three"):
        make_skill(slug=slug, name_en=slug)
    rebuild_index()
    right = index_rows()
    first = SearchRow.objects.get(slug="one", language="en")
    for far in (-2, 10**9):
        SearchRow.objects.create(id=first.pk + far, kind="skill", record=0, slug="no")
    SearchRow.objects.filter(slug="two", kind="skill").update(names="other")
    SearchRow.objects.filter(slug="three").delete()

    rebuild_index()

    assert index_rows() == right


def test_only_words_of_names_may_be_meant_by_mistyped_ones():
    skill = make_skill(slug="it", name_en="Annealing", body_en="With zymurgy.")
    meant = SearchDeletion.objects.filter(word="zymurgy")
    assert not meant.exists()
    assert found("zymurgi") == []

    skill.aliases = "zymurgy"
    skill.save()
    assert found("zymurgi") == [("skill", "it")]

    skill.aliases = ""
    skill.save()
    assert not meant.exists()
    assert SearchWord.objects.get(word="zymurgy").named == 0


def test_a_record_that_was_renamed_is_found_by_its_former_name():
    skill = make_skill(slug="quantum", name_en="Quantum annealing")

    skill.name_en = "Adiabatic computing"
    skill.save()
    rebuild_index()

    assert found("quantum annealing") == [("skill", "quantum")]
    assert FormerName.objects.values_list("kind", "slug", "name").get() == (
        "skill", "quantum", "Quantum annealing",
    )  # fmt: skip


def test_a_page_of_ours_that_moved_in_their_list_was_not_renamed(db):
    rebuild_index()
    SearchRow.objects.filter(kind="page").update(name="A page that stood here before")

    rebuild_index()

    assert not FormerName.objects.exists()


def test_retired_steps_lead_to_what_they_became_however_far():
    steps = [make_step(slug=slug, name_en=slug) for slug in ("alpha", "beta", "gamma")]
    for old, new in pairwise(steps):
        StepSuccessor.objects.create(old=old, new=new, kind="same")
        old.retired_on = "2026-11-01"
        old.save()

    assert found("alpha") == found("beta") == [("step", "gamma")]


def test_a_replaced_course_leads_to_what_holds_today():
    new = make_course(slug="new", title="Newer lessons")
    make_course(slug="old", title="Bygone lessons", status="replaced", replaced_by=new)

    assert found("bygone") == [("course", "new")]


def test_other_names_lead_to_their_record_and_to_pages():
    make_skill(slug="quantum", name_en="Quantum annealing")
    name = OtherName.objects.create(
        subject="skill", subject_slug="quantum", name="qubits"
    )
    assert found("qubits") == [("skill", "quantum")]

    name.delete()

    assert found("qubits") == []


def test_courses_follow_the_name_of_their_provider():
    course = make_course(slug="it", title="Lessons")

    course.provider.name_en = "Zanzibar"
    course.provider.save()

    assert found("zanzibar") == [("course", "it")]


def test_a_country_is_found_while_it_has_a_public_figure():
    salary = make_salary(country="GB", city="London")
    assert ("place", "united-kingdom") in found("salary london")

    salary.delete()

    assert ("place", "united-kingdom") not in found("salary london")


def test_a_load_is_followed_in_its_transaction(tmp_path):
    world = World(tmp_path)
    world.load()
    rebuild_index()
    assert found("snakes") == [("course", "snakes")]

    world.set("guide.course", "snakes", title="Serpents")
    world.set("guide.skill", "python", name_en="Cobra")
    world.add("guide.othername", subject="skill", subject_slug="sql", name="sequel")
    world.load()

    assert found("serpents")[0] == found("snakes")[0] == ("course", "snakes")
    assert found("cobra")[0] == ("skill", "python")
    assert found("sequel") == [("skill", "sql")]


def test_a_load_of_many_rows_and_a_dry_run_keep_the_index_right(tmp_path):
    world = World(tmp_path)
    world.load()
    rebuild_index()
    before = index_rows()

    world.set("guide.skill", "python", name_en="Cobra")
    world.load(dry_run=True)
    assert index_rows() == before

    world.load()
    followed = index_rows()
    rebuild_index()
    assert index_rows() == followed


def test_a_load_without_a_change_asks_the_index_nothing(tmp_path):
    world = World(tmp_path)
    world.load()
    with CaptureQueriesContext(connection) as queries:
        world.load()

    assert [each["sql"] for each in queries if "guide_search" in each["sql"]] == []


def test_a_mistyped_word_beside_one_chinese_character_is_corrected():
    make_skill(slug="gradient", name_en="Gradient descent", name_zh="梯度下降")

    assert found("梯 gradiant") == [("skill", "gradient")]


def test_many_texts_with_a_word_do_not_hide_the_names_that_have_it():
    for number in range(60):
        make_skill(
            slug=f"other-{number}", name_en=f"Other {number}", body_en="Zeppelin tour."
        )
    make_course(slug="zeppelin", title="A grand tour by zeppelin")

    assert found("zeppelin tour")[0] == ("course", "zeppelin")


def test_rows_that_are_loaded_as_they_are_are_found():
    skill = make_skill(slug="quantum", name_en="Quantum annealing")
    text = serialize("json", [skill])
    Skill.objects.filter(pk=skill.pk).delete()

    for row in deserialize("json", text):
        row.save()

    assert found("annealing") == [("skill", "quantum")]


def test_an_unknown_page_or_record_is_refused_by_name(tmp_path):
    world = World(tmp_path)
    world.add("guide.othername", subject="page", subject_slug="nowhere", name="x")
    world.write()

    report = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_guide", str(tmp_path), stdout=report, stderr=report)
    assert "there is no page “nowhere”" in report.getvalue()


def test_the_command_builds_the_index_and_prepare_only_where_it_is_outdated():
    make_skill(name_en="Quantum annealing")
    SearchRow.objects.all().delete()
    assert found("quantum") == []

    out = StringIO()
    call_command("rebuild_search", stdout=out)

    assert found("quantum")
    assert out.getvalue().startswith("Search: ")
    assert rebuild_if_outdated() == 0


def test_a_rebuild_mends_words_and_what_is_left_of_them():
    make_skill(name_en="Quantum annealing", body_en="With zymurgy.")
    rebuild_index()
    right = index_rows()
    SearchWord.objects.filter(word="quantum").update(rows=9)
    SearchWord.objects.filter(word="zymurgy").delete()
    SearchWord.objects.create(word="nowhere", shown="nowhere", rows=1, named=1)
    SearchDeletion.objects.create(rest="nowhere", word="nowhere")
    SearchDeletion.objects.filter(word="annealing").first().delete()

    rebuild_index()

    assert index_rows() == right


@pytest.mark.sqlite_only
def test_many_small_changes_leave_few_segments_to_look_through():
    skill = make_skill(name_en="Quantum annealing")
    rebuild_index()
    for number in range(20):
        skill.body_en = f"Text {number}."
        skill.save()
        assert found("quantum")  # what was written so far becomes a segment

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT segid) FROM guide_searchtext_idx")
        assert cursor.fetchone()[0] <= 4
