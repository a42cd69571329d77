import pytest
from django.utils.translation import override

from guide.models import Course, Fact, Skill
from guide.templatetags.guide import mark_language
from guide.tests.factory import make_course, make_fact, make_skill


def test_a_text_is_read_in_the_active_language():
    skill = Skill(name_en="Statistics", name_zh="统计学")

    assert skill.name == "Statistics"
    with override("zh-hans"):
        assert skill.name == "统计学"
        assert not skill.name.is_foreign


def test_a_missing_translation_shows_in_english_and_says_so():
    skill = Skill(name_en="Statistics", name_zh="")

    with override("zh-hans"):
        assert skill.name == "Statistics"
        assert mark_language(skill.name) == '<span lang="en">Statistics</span>'
    assert mark_language(skill.name) == "Statistics"


def test_a_marked_text_is_escaped():
    skill = Skill(name_en="<script>", name_zh="")

    with override("zh-hans"):
        assert mark_language(skill.name) == '<span lang="en">&lt;script&gt;</span>'


@pytest.mark.django_db
def test_chinese_lists_sort_by_pinyin():
    for name in ("统计学", "代数", "概率论"):
        make_skill(name_en=name, name_zh=name)

    with override("zh-hans"):
        assert [skill.name for skill in Skill.objects.by_name()] == [
            "代数",
            "概率论",
            "统计学",
        ]


TITLES = ["动手学深度学习", "Python编程", "机器学习", "Algebra", "概率论"]
BY_PINYIN = ["Algebra", "动手学深度学习", "概率论", "机器学习", "Python编程"]


@pytest.mark.django_db
@pytest.mark.both_databases
def test_titles_of_courses_and_subjects_of_figures_sort_by_pinyin_too():
    for title in TITLES:
        make_course(title=title)
        make_fact(subject_en=title, subject_zh=title)

    with override("zh-hans"):
        courses, facts = Course.objects.by_title(), Fact.objects.by_subject()
        assert [course.title for course in courses] == BY_PINYIN
        assert [fact.subject for fact in facts] == BY_PINYIN


@pytest.mark.django_db
def test_figures_of_one_subject_stand_together_whatever_sounds_alike():
    for subject, metric in (
        ("事实", "二"),
        ("实施", "一"),
        ("事实", "三"),
        ("实施", "四"),
    ):
        make_fact(subject_en=subject, subject_zh=subject, metric_zh=metric)

    with override("zh-hans"):
        subjects = [fact.subject for fact in Fact.objects.by_subject()]

    assert subjects in (["事实"] * 2 + ["实施"] * 2, ["实施"] * 2 + ["事实"] * 2)
