from django.contrib.sitemaps.views import sitemap as sitemap_of

from guide.sitemaps import PageSitemap
from web.public import public_page


@public_page("p")
def sitemap(request):
    return sitemap_of(request, {"pages": PageSitemap})
