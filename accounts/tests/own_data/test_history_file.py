"""The history as a table: Chinese as it is, and nothing that a spreadsheet would run, whoever wrote it."""

import csv
import io

import pytest

from accounts.models import CourseProgress, SkillClaim, State, StepNote, StepProgress
from accounts.tests.own_data.learners import AT
from guide.tests.factory import make_course, make_skill, make_step

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
RUN = [*"=+-@", "\t", "\r", "\n", *"＝＋－＠"]


def table_of(client, prefix=""):
    answer = client.get(f"{prefix}/my/data/history/")
    content = b"".join(answer.streaming_content)
    # Excel takes a file with this mark for UTF-8, and one without it for letters of Western Europe.
    assert content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.reader(lines))


def test_chinese_names_commas_and_quotes_stand_in_their_cells(signed_in, learner):
    name = '数据库，“连接”与"索引", 还有’emoji’🙂'
    step = make_step(name_en="Databases, joins", name_zh=name)
    StepProgress.objects.set_state(learner, step, State.DONE, AT)

    header, row = table_of(signed_in, "/zh-hans")

    assert header == ["day", "time", "kind", "about", "before", "after", "by"]
    assert row == ["2026-05-01", "12:00", "步骤状态", name, "未开始", "已完成", "点击"]


@pytest.mark.parametrize("start", RUN)
@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_no_cell_is_a_formula_whatever_a_name_begins_with(
    signed_in, learner, start, prefix
):
    evil = f'{start}HYPERLINK("https://evil.example","点这里")'
    names = {"name_en": evil, "name_zh": evil}
    step, skill = make_step(**names), make_skill(**names)
    course = make_course(title=evil)
    StepProgress.objects.set_state(learner, step, State.DONE, AT)
    StepNote.objects.write(learner, step, evil, seen=0, at=AT)
    SkillClaim.objects.set(learner, skill.pk, 3, AT)
    CourseProgress.objects.set(learner, course.pk, CourseProgress.State.DONE, AT)

    _header, *rows = table_of(signed_in, prefix)

    assert {row[3] for row in rows} == {f"'{evil}"}
    assert len(rows) == 4
    assert not [cell for row in rows for cell in row if cell.startswith(tuple(RUN))]
