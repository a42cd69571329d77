from django.shortcuts import render

from guide.matching.advert import LONGEST_ADVERT
from web.public import public_page


@public_page()
def advert(request):
    return render(request, "guide/advert.html", {"most": LONGEST_ADVERT})
