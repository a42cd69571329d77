"""What a save is compared with, served the same way: who is asking, and that with one upsert."""

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from careerpath.wsgi import application  # isort: skip  # first: it sets Django up
from careerpath.urls import urlpatterns as site  # isort: skip

__all__ = ["application"]

UPSERT = """
INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, %s, '2030-01-01')
ON CONFLICT (session_key) DO UPDATE SET session_data = excluded.session_data
"""


@csrf_exempt
def who(request):
    return HttpResponse(str(request.user.pk))


@csrf_exempt
def upsert(request):
    with connection.cursor() as cursor:
        cursor.execute(
            UPSERT, [f"bench-{request.user.pk}", request.META["HTTP_X_NUMBER"]]
        )
    return HttpResponse(str(request.user.pk))


urlpatterns = [path("who/", who), path("upsert/", upsert), *site]
settings.ROOT_URLCONF = "benchmarks._beside"
