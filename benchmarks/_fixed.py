"""A page of fixed bytes by Django alone: no middleware, no database, no template."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path, re_path

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="none")
application = get_wsgi_application()


def fixed(request, size=2):
    return HttpResponse(b"x" * size)


urlpatterns = [path("<int:size>", fixed), re_path("", fixed)]
