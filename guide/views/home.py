from django.shortcuts import render

from guide.models import Roadmap
from guide.roadmaps.roadmap_map import line_map
from web.public import public_page

WINDOW = 13  # rows of the map on the home page


@public_page()
def home(request):
    roadmaps = Roadmap.objects.published().with_sums().in_order()
    shown = next(
        (roadmap for roadmap in roadmaps if roadmap.slug == "self-taught-route"), None
    ) or next(iter(roadmaps), None)
    rows = line_map(shown.slug).busiest_rows(WINDOW) if shown else []
    return render(
        request, "guide/home.html", {"roadmaps": roadmaps, "shown": shown, "rows": rows}
    )
