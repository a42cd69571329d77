from django.urls import path

from accounts import presses
from accounts.views import browser, history, mails, my_path, retirement

app_name = "accounts"
urlpatterns = [
    path("accounts/confirmation-mail/", mails.confirmation_mail, name="confirmation-mail"),
    path("my/", my_path.my_path, name="my-path"),
    path("my/browser/", browser.browser, name="browser"),
    path("my/history/", history.history, name="history"),
    path("my/history/<int:pk>/undo/", history.undo_change, name="undo"),
    path("progress/steps/<slug:slug>/", presses.step_state, name="step-state"),
    path("progress/roadmap/", presses.roadmap_in_hand, name="roadmap-in-hand"),
    path("progress/retirement/", retirement.retirement_seen, name="retirement-seen"),
    path("progress/kept/", presses.kept, name="kept"),
]
