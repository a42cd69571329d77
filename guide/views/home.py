from django.shortcuts import render

from guide.roadmaps.roadmap_map import line_maps
from web.public import public_page

WINDOW = 13  # rows of the map on the home page


@public_page()
def home(request):
    maps = line_maps()
    shown = maps.get("self-taught-route") or next(iter(maps.values()), None)
    context = {
        "roadmaps": [drawn.roadmap for drawn in maps.values()],
        "shown": shown and shown.roadmap,
        "rows": shown.busiest_rows(WINDOW) if shown else [],
    }
    return render(request, "guide/home.html", context)
