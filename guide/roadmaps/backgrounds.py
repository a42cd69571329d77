"""For whom a roadmap is suggested: the profiles that say what such people can do already."""

from guide.cache import cached_per_version
from guide.models import Background


@cached_per_version(most=1)
def backgrounds_by_roadmap() -> dict[int, list[Background]]:
    """Those that bring any skill, in order; by primary key of the roadmap. One query."""
    found: dict[int, list[Background]] = {}
    bringing = Background.objects.published().filter(skill_links__skill__published=True)
    for background in bringing.distinct().in_order():
        found.setdefault(background.roadmap_id, []).append(background)
    return found
