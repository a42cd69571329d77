"""Who is behind the site and what it remembers of its visitors."""

from django.shortcuts import render

from guide.models import SitePage
from web.contact import needs_contact
from web.public import public_page


@public_page()
@needs_contact
def about(request):
    return render(request, "guide/about.html")


@public_page()
@needs_contact
def privacy(request):
    page = SitePage.objects.published().filter(slug="privacy").first()
    return render(request, "guide/privacy.html", {"privacy": page})
