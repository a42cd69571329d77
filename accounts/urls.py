from django.urls import path

from accounts import presses
from accounts.views import browser, history, mails, my_path, retirement, route, settings, waiting, writing

app_name = "accounts"
urlpatterns = [
    path("accounts/confirmation-mail/", mails.confirmation_mail, name="confirmation-mail"),
    path("my/", my_path.my_path, name="my-path"),
    path("my/waiting/", waiting.waiting, name="waiting"),
    path("my/browser/", browser.browser, name="browser"),
    path("my/history/", history.history, name="history"),
    path("my/history/<int:pk>/undo/", history.undo_change, name="undo"),
    path("my/route/<slug:slug>/", route.route, name="route"),
    path("my/route/<slug:slug>/reset/", route.reset, name="reset"),
    path("my/settings/", settings.settings, name="settings"),
    path("progress/steps/<slug:slug>/", presses.step_state, name="step-state"),
    path("progress/criteria/<slug:slug>/<slug:code>/", writing.criterion, name="criterion"),
    path("progress/steps/<slug:slug>/note/", writing.note, name="note"),
    path("progress/steps/<slug:slug>/links/", writing.links, name="links"),
    path("progress/steps/<slug:slug>/links/<int:pk>/", writing.link, name="link"),
    path("progress/steps/<slug:slug>/hours/", writing.hours, name="hours"),
    path("progress/courses/<slug:slug>/", writing.course, name="course"),
    path("progress/sweeps/<int:pk>/undo/", writing.sweep_undo, name="sweep-undo"),
    path("progress/waiting/", waiting.waiting_check, name="waiting-check"),
    path("progress/roadmap/", presses.roadmap_in_hand, name="roadmap-in-hand"),
    path("progress/retirement/", retirement.retirement_seen, name="retirement-seen"),
    path("progress/kept/", presses.kept, name="kept"),
]
