import pytest
from django.core.serializers import deserialize, serialize
from django.db import transaction

from guide.models import ContentVersion, Skill
from guide.tests.factory import make_skill

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def number():
    return ContentVersion.objects.values_list("number", flat=True).get(pk=1)


def test_every_change_of_content_raises_the_version():
    skill = make_skill()
    before = number()

    skill.save()
    assert number() == before + 1
    skill.delete()
    assert number() == before + 2


def test_a_change_that_is_rolled_back_raises_nothing():
    skill = make_skill()
    before = number()

    with transaction.atomic():
        skill.save()
        transaction.set_rollback(True)

    assert number() == before


@pytest.mark.django_db(transaction=True)
def test_rows_that_are_loaded_as_they_are_raise_the_version_once_in_each_transaction():
    for slug in ("a", "b", "c"):
        make_skill(slug=slug)
    text, before = serialize("json", Skill.objects.all()), number()

    for ends in ("rolled back", "committed", "committed"):
        with transaction.atomic():
            for row in deserialize("json", text):
                row.save()
            transaction.set_rollback(ends == "rolled back")

    assert number() == before + 2


def test_a_save_raises_the_version_of_the_row():
    skill = make_skill()

    skill.save()
    skill.save(update_fields=["name_en"])

    assert Skill.objects.values_list("version", flat=True).get(pk=skill.pk) == 3


def test_a_process_reads_the_version_at_most_once_a_second(
    settings, django_assert_num_queries
):
    settings.CONTENT_VERSION_SECONDS = 1
    ContentVersion.expire_current()

    with django_assert_num_queries(1):
        assert ContentVersion.current() == ContentVersion.current()
