"""Files that programs look for at fixed addresses: robots.txt, security.txt and favicon.ico."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from web.contact import contact_uri, needs_contact
from web.public import public_page

# Pages of people and of editors, in every language: they differ for each visitor, or are for nobody.
NOT_FOR_ROBOTS = ["my/", "progress/", "accounts/", "admin/", "theme/", "report/"]
# The two of them that a newcomer may find; the longer rule wins, and the dollar sign ends the address (RFC 9309).
FOR_NEWCOMERS = ["my/$", "accounts/signup/$"]
SECURITY_TXT_LASTS = timedelta(days=180)  # RFC 9116 recommends less than a year


def text_file(*lines: str) -> HttpResponse:
    text = "".join(f"{line}\n" for line in lines)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@public_page()
def robots_txt(request):
    homes = home_addresses()
    closed = [f"{home}{path}" for home in homes for path in NOT_FOR_ROBOTS]
    opened = [f"{home}{path}" for home in homes for path in FOR_NEWCOMERS]
    sitemap = f"{settings.SITE_URL}{reverse('sitemap')}"
    return text_file(
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        *(f"Allow: {path}" for path in opened),
        "",
        f"Sitemap: {sitemap}",
    )


def home_addresses() -> list[str]:
    """The address of the first page in each language."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(reverse("guide:home"))
    return found


@public_page()
@needs_contact
def security_txt(request):
    """How to report a weakness of the site, as RFC 9116 says. Its date of expiry moves on every day."""
    today = datetime.combine(timezone.now().date(), time(), tzinfo=UTC)
    languages = [language.partition("-")[0] for language, _name in settings.LANGUAGES]
    return text_file(
        f"Contact: {contact_uri()}",
        f"Expires: {today + SECURITY_TXT_LASTS:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(languages)}",
        f"Canonical: {settings.SITE_URL}{reverse('security-txt')}",
    )


@public_page()
def favicon(request):
    """For programs that do not read the links of a page, where the mark is named."""
    icon = settings.BASE_DIR / "static" / "img" / "favicon.ico"
    return HttpResponse(icon.read_bytes(), content_type="image/vnd.microsoft.icon")
