from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from careerpath import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("css/<slug:digest>.css", views.css, name="css"),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("accounts/", include("allauth.urls")),
        path("", include("guide.urls")),
        prefix_default_language=False,
    ),
]
handler403 = views.not_allowed
handler500 = views.failed
