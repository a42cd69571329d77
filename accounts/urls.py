from django.urls import include, path

from accounts.history import views as history
from accounts.journal import course_views as courses
from accounts.journal import criterion_views as criteria
from accounts.journal import guest_draft_views as guest_drafts
from accounts.journal import hours_views as hours
from accounts.journal import link_views as links
from accounts.journal import note_views as notes
from accounts.my_path import roadmap_views
from accounts.my_path import views as my_path
from accounts.own_data import views as own_data
from accounts.plan import calendar_views as calendars
from accounts.plan import exchange_views as exchanges
from accounts.plan import file_views as plan_files
from accounts.plan import keep_views as plan_keeping
from accounts.plan import views as plans
from accounts.plan import ways_views as ways
from accounts.preferences import choices
from accounts.preferences import views as preferences
from accounts.progress import retirement_views as retirement
from accounts.progress import stage_views as stages
from accounts.progress import views as progress
from accounts.sharing import public_views as shared
from accounts.sharing import views as sharing
from accounts.sign_in import guest_merge_views as guest_merge
from accounts.sign_in import mail_views as mails
from accounts.skills import advert_views as adverts
from accounts.skills import check_views as checks
from accounts.skills import cv_views as cvs
from accounts.skills import profile_views as profiles
from accounts.skills import views as skills

app_name = "accounts"
# In groups, so that an address is compared with a few of them and not with all.
OWN_PAGES = [
    path("", my_path.my_path, name="my-path"),
    path("waiting/", guest_drafts.draft_list, name="guest-drafts"),
    path("browser/", guest_merge.guest_merge_question, name="browser"),
    path("history/", history.history, name="history"),
    path("history/<int:pk>/undo/", history.undo_change, name="undo"),
    path("route/<slug:slug>/", roadmap_views.roadmap_switch, name="roadmap-switch"),
    path("route/<slug:slug>/reset/", roadmap_views.reset_roadmap, name="reset"),
    path("data/", own_data.my_data, name="my-data"),
    path("data/file/", own_data.data_file, name="data-file"),
    path("data/history/", own_data.history_file, name="history-file"),
    path("data/notes/", own_data.notes_file, name="notes-file"),
    path("data/import/", own_data.data_import, name="data-import"),
    path("data/import/undo/", own_data.undo_import, name="undo-import"),
    path("data/delete/", own_data.account_deletion, name="account-deletion"),
    path("data/browser/", own_data.browser_forgotten, name="forget-browser"),
    path("plan/", plans.plan, name="plan"),
    path("plan/file/", plan_files.plan_file, name="plan-file"),
    path("plan/calendar/", calendars.calendar_page, name="plan-calendar"),
    path("plan/calendar.ics", calendars.calendar_download, name="calendar-file"),
    path("plan/exchange/", exchanges.exchange, name="plan-exchange"),
    path("plan/change/", ways.change_plan, name="plan-change"),
    path("plan/keep/", plan_keeping.keep_plan, name="plan-keep"),
    path("plan/undo/", plan_keeping.undo_plan, name="plan-undo"),
    path("skills/", skills.skills, name="skills"),
    path("skills/levels/", skills.skill_levels, name="skill-levels"),
    path("skills/undo/", skills.undo_last_levels, name="skills-undo"),
    path("skills/steps/", skills.known_steps, name="known-steps"),
    path("skills/profile/<slug:slug>/", profiles.profile, name="profile"),
    path("cv/", cvs.cv_skills, name="cv"),
    path("cv/levels/", cvs.cv_levels, name="cv-levels"),
    path("check/", checks.check, name="check"),
    path("check/result/", checks.check_result, name="check-result"),
    path("shared/", sharing.link_list, name="shared-links"),
    path("shared/<int:pk>/", sharing.link_preview, name="shared-preview"),
    path("shared/withdraw/", sharing.withdraw_link, name="shared-withdraw"),
    path("projects/", sharing.project_sentences, name="project-sentences"),
    path("settings/", preferences.settings, name="settings"),
]
PRESSES = [
    path("steps/<slug:slug>/", progress.step_state, name="step-state"),
    path(
        "criteria/<slug:slug>/<slug:code>/",
        criteria.criterion_state,
        name="criterion",
    ),
    path("steps/<slug:slug>/note/", notes.step_note, name="note"),
    path("steps/<slug:slug>/links/", links.link_list, name="links"),
    path("steps/<slug:slug>/links/<int:pk>/", links.link_state, name="link"),
    path("steps/<slug:slug>/hours/", hours.step_hours, name="hours"),
    path("courses/<slug:slug>/", courses.course_state, name="course"),
    path("sweeps/<int:pk>/undo/", courses.sweep_undo, name="sweep-undo"),
    path("stages/<slug:slug>/<slug:code>/", stages.stage_state, name="stage"),
    path("roadmap/", roadmap_views.roadmap_in_hand, name="roadmap-in-hand"),
    path("retirement/", retirement.retirement_seen, name="retirement-seen"),
]
urlpatterns = [
    path("my/", include(OWN_PAGES)),
    path("progress/", include(PRESSES)),
    path(
        "accounts/confirmation-mail/", mails.confirmation_mail, name="confirmation-mail"
    ),
    path("calendar/<str:token>.ics", calendars.calendar, name="calendar"),
    path("choices/", choices.choose, name="choices"),
    path("advert/skills/", adverts.advert_skills, name="advert"),
    path("shared/<str:token>/", shared.shared, name="shared"),
    path("shared/<str:token>/badge.svg", shared.shared_badge, name="shared-badge"),
    path("shared/<str:token>/card.png", shared.shared_picture, name="shared-card"),
    path("shared/<str:token>/resume.json", shared.shared_resume, name="shared-resume"),
]
