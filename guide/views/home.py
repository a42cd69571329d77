from django.shortcuts import render
from django.utils.translation import get_language

from guide.home.elsewhere import pay_elsewhere
from guide.home.lengths import roadmap_lengths
from guide.home.starts import first_map, other_roadmaps, starts
from guide.home.working_day import working_day
from guide.salaries.pay_glance import country_at_hand, pay_beside, units_at_hand
from web.public import public_page

FIRST_STOPS = 5


@public_page(
    choices=["country", "currency"],
    visitor=[
        "path at hand",
        "step state",
        "stop",
        "hours a week",
        "hours choice",
        "press form",
    ],
)
def home(request):
    context = {
        "starts": starts(),
        "others": other_roadmaps(),
        "lengths": roadmap_lengths(),
        "day": working_day(get_language()),
    }
    if begin := first_map():
        role = begin.roadmap.role.slug
        country = country_at_hand(request.choices.country)
        units = units_at_hand(request.choices.currency)
        context["begin"] = begin
        context["first_stops"] = begin.stops[:FIRST_STOPS]
        context["pay"] = pay_beside(role, country, units)
        context["pay_elsewhere"] = pay_elsewhere(role, country)
    return render(request, "guide/home.html", context)
