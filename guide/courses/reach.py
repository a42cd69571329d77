"""Whether a link opens: in mainland China by what its site's row says, and anywhere by what the site itself said."""

from datetime import date

from guide.cache import cached_per_version
from guide.models import Website
from guide.models.link import gone_links
from guide.models.text import active_language
from guide.models.website import hosts_above


@cached_per_version(most=1)
def known_websites() -> dict[str, Website]:
    """By host. One query for a content version."""
    rows = Website.objects.select_related("source")
    return {website.host: website for website in rows}


def website_of(url: str) -> Website | None:
    """The site of an address: the nearest host that has a row; none where nobody said anything about it."""
    websites = known_websites()
    return next((websites[host] for host in hosts_above(url) if host in websites), None)


def detour_of(url: str) -> Website | None:
    """For readers of Chinese, the site of an address that does not simply open for them."""
    website = website_of(url) if active_language() == "zh" else None
    return website if website and website.reach != Website.Reach.OPEN else None


def gone_since(url: str) -> date | None:
    """Since when an address fails, where it is gone."""
    return gone_links().get(url)
