from django.urls import path

from accounts import presses, views

app_name = "accounts"
urlpatterns = [
    path("accounts/confirmation-mail/", views.confirmation_mail, name="confirmation-mail"),
    path("my/", views.my_path, name="my-path"),
    path("my/browser/", views.browser, name="browser"),
    path("progress/steps/<slug:slug>/", presses.step_state, name="step-state"),
    path("progress/roadmap/", presses.roadmap_in_hand, name="roadmap-in-hand"),
    path("progress/kept/", presses.kept, name="kept"),
]
