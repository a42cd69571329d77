"""Schools, teachers and licenses by the names that Chinese readers know, and fields that hold several names."""

from django.utils.translation import pgettext

from guide.models.text import active_language

CHINESE_NAMES = {
    "AWS": "亚马逊云科技（AWS）", "Amazon Web Services": "亚马逊云科技（AWS）",
    "DeepLearning.AI and AWS": "DeepLearning.AI和亚马逊云科技",
    "DeepLearning.AI and Stanford Online": "DeepLearning.AI和斯坦福大学", "Duke University": "杜克大学",
    "EDHEC Business School": "北方高等商学院（EDHEC）", "Eindhoven University of Technology": "埃因霍芬理工大学",
    "Georgia Institute of Technology": "佐治亚理工学院", "Google": "谷歌", "Google Cloud": "谷歌云",
    "Harvard University": "哈佛大学", "Hebrew University of Jerusalem": "耶路撒冷希伯来大学",
    "Imperial College London": "帝国理工学院", "Johns Hopkins University": "约翰斯·霍普金斯大学",
    "MIT": "麻省理工学院", "Microsoft": "微软", "Northeastern University": "东北大学（美国）",
    "Open Source Society University": "OSSU", "Princeton University": "普林斯顿大学",
    "Stanford University": "斯坦福大学", "The University of Sydney": "悉尼大学",
    "The University of Texas at Austin": "得克萨斯大学奥斯汀分校", "University of Alberta": "阿尔伯塔大学",
    "University of British Columbia": "不列颠哥伦比亚大学", "University of California San Diego": "加州大学圣迭戈分校",
    "University of California, Berkeley": "加州大学伯克利分校",
    "University of California, Davis": "加州大学戴维斯分校",
    "University of California, Santa Cruz": "加州大学圣克鲁兹分校",
    "University of London (academic direction: Goldsmiths)": "伦敦大学（由金史密斯学院主持教学）",
    "University of Michigan": "密歇根大学", "University of Minnesota": "明尼苏达大学",
    "University of Washington": "华盛顿大学",
    "Andrew Ng": "吴恩达", "Aston Zhang": "阿斯顿·张", "Eric Xing": "邢波", "Mu Li": "李沐",
    "Shinji Watanabe": "渡部晋治", "Song Han": "韩松",
    "Public domain (US federal statistics)": "公有领域（美国联邦政府统计）",
    "PDDL 1.0 (as re-published in datasets/exchange-rates)": "PDDL 1.0（据datasets/exchange-rates的再发布）",
    "PDDL 1.0 (as re-published in datasets/cpi)": "PDDL 1.0（据datasets/cpi的再发布）",
    "PDDL 1.0 (as re-published in datasets/ppp)": "PDDL 1.0（据datasets/ppp的再发布）",
}  # fmt: skip


def known_name(name: str) -> str:
    """The name in the reader's language, as far as one is usual."""
    return CHINESE_NAMES.get(name, name) if active_language() == "zh" else name


def split_names(text: str) -> list[str]:
    """The names in a field that separates them by semicolons."""
    return [name.strip() for name in text.split(";") if name.strip()]


def join_names(names) -> str:
    return pgettext("list", ", ").join(map(known_name, names))
