from django.shortcuts import get_object_or_404, render

from guide.models import Roadmap
from guide.public import public_page
from guide.roadmap_page import LineMap


@public_page()
def roadmap_list(request):
    roadmaps = Roadmap.objects.published().with_sums().select_related("role").in_order()
    return render(request, "guide/roadmap_list.html", {"roadmaps": roadmaps})


@public_page()
def roadmap(request, slug):
    roadmap = get_object_or_404(Roadmap.objects.published().select_related("role"), slug=slug)
    return render(request, "guide/roadmap_detail.html", {"roadmap": roadmap, "map": LineMap(roadmap)})
