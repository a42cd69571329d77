"""The admin in Chinese: Django's own sentences are ours where theirs break the rules."""

from lxml.html import fromstring

from guide.sync.chinese_text import typography_faults
from guide.tests.admin_pages import change_url, form_of
from guide.tests.factory import make_skill, make_step

# Without what Django's templates write between the words themselves: “首页 › 步骤”, “1 步骤”, “步骤: SQL”, “阶段: #1”.
SHOWN = (
    "//body//text()[not(ancestor::script or ancestor::style or ancestor::*[contains(@class, 'breadcrumbs') or "
    "contains(@class, 'paginator') or contains(@class, 'messagelist')] or ancestor::ul[not(@class)] or "
    "ancestor::h3[contains(../@class, 'inline-related')])]"
)
WORDS = {
    "": ["今天要处理什么", "最近的修改", "退出登录"],
    "guide/step/": ["选择要修改的步骤", "已选0项，共1项", "添加步骤", "操作："],
    "guide/step/add/": ["添加步骤", "保存并再添加一条"],
    "guide/step/{}/change/": ["修改步骤", "历史记录"],
    "guide/step/{}/history/": ["“第一步”的历史"],
    "guide/step/{}/delete/": [],
    "auth/group/": ["选择要修改的组"],
    "accounts/user/add/": ["密码确认："],
    "guide/conflict/": ["待解决"],
}


def faults_of(page):
    texts = fromstring(page).xpath(SHOWN)
    return [fault for text in texts for fault in typography_faults(text.strip())]


def test_no_page_breaks_what_a_machine_can_check(client, superuser):
    client.force_login(superuser)
    step = make_step(name_en="First", name_zh="第一步")

    for path, words in WORDS.items():
        url = "/zh-hans/admin/" + path.format(step.pk)
        page = client.get(url, follow=True).text

        assert (path, faults_of(page)) == (path, [])
        assert (path, [word for word in words if word not in page]) == (path, [])


def test_what_was_saved_is_said_without_typed_spaces(desk):
    url = f"/zh-hans{change_url(make_skill(name_en='SQL', name_zh='数据库'))}"

    answer = desk.post(url, form_of(desk.get(url)), follow=True).text

    said = fromstring(answer).find_class("messagelist")[0].text_content().strip()
    assert said == "已修改技能“数据库”。"


def test_lists_stand_by_pinyin(desk):
    for english, chinese in (("A", "统计学"), ("B", "代数"), ("C", "概率论")):
        make_skill(name_en=english, name_zh=chinese)
    cells = ".//td[@class='field-name_zh']"

    page = fromstring(desk.get("/zh-hans/admin/guide/skill/").text)

    assert [cell.text for cell in page.findall(cells)] == ["代数", "概率论", "统计学"]
