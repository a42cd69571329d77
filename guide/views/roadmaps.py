from django.http import Http404
from django.shortcuts import render

from guide.models import Roadmap
from guide.roadmaps.backgrounds import backgrounds_by_roadmap
from guide.roadmaps.coverage import core_coverage
from guide.roadmaps.roadmap_map import line_map, line_maps
from web.public import public_page


@public_page()
def roadmap_list(request):
    roadmaps = [drawn.roadmap for drawn in line_maps().values()]
    return render(request, "guide/roadmap_list.html", {"roadmaps": roadmaps})


@public_page(
    "open",
    visitor=[
        "what is left",
        "hours choice",
        "study window",
        "whole route",
        "stage",
        "press form",
    ],
)
def roadmap_detail(request, slug):
    try:
        drawn = line_map(slug)
    except Roadmap.DoesNotExist as missing:
        raise Http404 from missing
    context = {
        "roadmap": drawn.roadmap,
        "map": drawn,
        "backgrounds": backgrounds_by_roadmap().get(drawn.roadmap.pk, ()),
        "coverage": core_coverage(slug),
    }
    return render(request, "guide/roadmap_detail.html", context)
