"""The matcher of the published skills, by their names in both languages and their other names."""

from guide.cache import cached_per_version
from guide.matching.matcher import Matcher
from guide.matching.names import SkillNames, collect_names
from guide.models import Skill


@cached_per_version(most=1)
def skill_matcher() -> Matcher:
    """One query, once for a content version."""
    skills = Skill.objects.published().order_by("slug").only(
        "slug", "name_en", "name_zh", "aliases"
    )  # fmt: skip
    return Matcher(
        collect_names(
            {
                skill.slug: SkillNames(
                    (skill.name_en, skill.name_zh), tuple(skill.alias_list)
                )
                for skill in skills
            }
        )
    )
