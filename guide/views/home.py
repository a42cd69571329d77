from django.shortcuts import render
from django.utils.translation import get_language

from guide.home.lengths import roadmap_lengths
from guide.home.starts import other_roadmaps, starts
from guide.home.working_day import working_day
from guide.roadmaps.roadmap_map import line_maps
from web.public import public_page

FIRST_STOPS = 5
BEGIN_WITH = "weekend-route"


@public_page()
def home(request):
    maps = line_maps()
    begin = maps.get(BEGIN_WITH) or next(iter(maps.values()), None)
    return render(
        request,
        "guide/home.html",
        {
            "begin": begin,
            "first_stops": begin.stops[:FIRST_STOPS] if begin else [],
            "starts": starts(),
            "others": other_roadmaps(),
            "lengths": roadmap_lengths(),
            "day": working_day(get_language()),
        },
    )
