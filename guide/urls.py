from django.urls import path

from guide.reports import views as reports
from guide.salaries import views as salaries
from guide.search import views as search
from guide.views import (
    about,
    advert,
    chapters,
    courses,
    home,
    market,
    roadmaps,
    roles,
    skills,
    sources,
    steps,
)

app_name = "guide"
urlpatterns = [
    path("", home.home, name="home"),
    path("about/", about.about, name="about"),
    path("privacy/", about.privacy, name="privacy"),
    path("roadmaps/", roadmaps.roadmap_list, name="roadmap-list"),
    path("roadmaps/<slug:slug>/", roadmaps.roadmap_detail, name="roadmap"),
    path("steps/<slug:slug>/", steps.step_detail, name="step"),
    path("advert/", advert.advert, name="advert"),
    path("skills/", skills.skill_list, name="skill-list"),
    path("skills/<slug:slug>/", skills.skill_detail, name="skill"),
    path("courses/", courses.course_list, name="course-list"),
    path("courses/<slug:slug>/", courses.course_detail, name="course"),
    path("salaries/", salaries.salary_list, name="salaries"),
    path("salaries.csv", salaries.as_csv, name="salaries-csv"),
    path("salaries.json", salaries.as_json, name="salaries-json"),
    path("salaries/figures/", salaries.salary_figures, name="salaries-figures"),
    path("salaries/all/", salaries.all_salaries, name="salaries-all"),
    path("salaries/series/", salaries.salary_series, name="salaries-series"),
    path(
        "salaries/contradictions/",
        salaries.salary_contradictions,
        name="salaries-contradictions",
    ),
    path("salaries/compare/", salaries.compare_salaries, name="salaries-compare"),
    path("salaries/place/", salaries.place_pay, name="salaries-place"),
    path(
        "salaries/<slug:country>/", salaries.country_salaries, name="salaries-country"
    ),
    path(
        "salaries/<slug:country>/figures/",
        salaries.country_figures,
        name="salaries-country-figures",
    ),
    path("roles/", roles.role_list, name="role-list"),
    path("roles/compare/", roles.role_compare, name="role-compare"),
    path("roles/<slug:slug>/", roles.role_detail, name="role"),
    path("guide/", chapters.chapter_list, name="chapter-list"),
    path("guide/<slug:slug>/", chapters.chapter_detail, name="chapter"),
    path("questions/", chapters.question_list, name="question-list"),
    path("beliefs/", chapters.belief_list, name="belief-list"),
    path("further-reading/", chapters.reading_list, name="reading-list"),
    path("glossary/", chapters.glossary, name="glossary"),
    path("industries/", market.industry_list, name="industries"),
    path("market/", market.market_facts, name="market"),
    path("search/", search.search_page, name="search"),
    path("search/suggestions/", search.search_suggestions, name="search-suggestions"),
    path("report/", reports.report_form, name="report-form"),
    path("report/<str:token>/", reports.report, name="report"),
    path(
        "report/<str:token>/deletion/", reports.report_deletion, name="report-deletion"
    ),
    path("sources/", sources.source_list, name="source-list"),
    path("sources/<slug:slug>/", sources.source_detail, name="source"),
]
