from django.http import HttpResponse

from guide.sitemaps import sitemap_xml
from web.public import public_page


@public_page()
def sitemap(request):
    headers = {"X-Robots-Tag": "noindex"}  # for a search engine to read, not to show
    return HttpResponse(sitemap_xml(), content_type="application/xml", headers=headers)
