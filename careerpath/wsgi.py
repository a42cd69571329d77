import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from careerpath.served_database import limit_waiting
from web.request_environ import without_process_environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerpath.settings")

limit_waiting(settings.DATABASES["default"])
django_application = get_wsgi_application()
if not (settings.LOCAL or settings.COLLECTED):
    raise SystemExit(
        f"careerpath does not start: no files in {settings.STATIC_ROOT}. Run “manage.py collectstatic” first."
    )
from careerpath.before_django import BeforeDjango  # noqa: E402  Django is set up only now

application = BeforeDjango(without_process_environment(django_application))
# Imports every view before the first request, which would otherwise wait 0.2 s longer.
reverse("guide:salaries")
