"""Whether a link opens in mainland China: what its site's row says."""

from guide.models import Website
from guide.models.known_addresses import known_addresses
from guide.models.text import active_language
from guide.models.website import hosts_above


def website_of(url: str) -> Website | None:
    """The site of an address: the nearest host that has a row; none where nobody said anything about it."""
    websites = known_addresses().websites
    return next((websites[host] for host in hosts_above(url) if host in websites), None)


def detour_of(url: str) -> Website | None:
    """For readers of Chinese, the site of an address that does not simply open for them."""
    website = website_of(url) if active_language() == "zh" else None
    return website if website and website.reach != Website.Reach.OPEN else None
