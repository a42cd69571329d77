"""Who is behind the site and what it remembers of its visitors."""

from django.shortcuts import get_object_or_404, render

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
    page = get_object_or_404(SitePage.objects.published(), slug="privacy")
    return render(request, "guide/privacy.html", {"privacy": page})
