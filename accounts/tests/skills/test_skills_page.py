"""My skills: a profile, the gap, levels that are said and taken back; with an account and without."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Learner, SkillClaim, State, StepProgress, Sweep
from accounts.progress.guest_cookie import (
    COOKIE_NAME,
    GuestClaim,
    GuestProgress,
    guest_progress,
    pack_cookie,
)
from accounts.tests.pressing import OURS, post
from guide.models import ContentVersion, Role, SkillPrerequisite, Step
from guide.tests.admin_pages import forms_of
from guide.tests.factory import (
    make_background,
    make_requirement,
    make_roadmap,
    make_skill,
    make_step,
)
from tests.document import document, links, texts, words

PAGE = "/my/skills/"


@pytest.fixture
def guide(db):
    """A role that asks for SQL, Python and Git, and a background that brings Python and SQL."""
    skills = {
        slug: make_skill(slug=slug, name_en=name, name_zh=f"{name}技能")
        for slug, name in (("python", "Python"), ("sql", "SQL"), ("git", "Git"))
    }
    # Made up: who knows SQL knows Git.
    SkillPrerequisite.objects.create(skill=skills["sql"], prerequisite=skills["git"])
    roadmap = make_roadmap(0, slug="route", name_en="Route")
    Role.objects.update(slug="engineer", name_en="Engineer", name_zh="工程师")
    for slug, level in (("python", 3), ("sql", 2), ("git", 3)):
        make_requirement(roadmap.role, skills[slug], level=level)
    stage = roadmap.stages.get_or_create(code="all", order=1, name_en="All")[0]
    for slug, level in (("python", 3), ("sql", 2), ("git", 3)):
        step = make_step(
            slug=f"learn-{slug}", name_en=f"Learn {slug}", hours_low=10, hours_high=20
        )
        step.skill_links.create(skill=skills[slug], level=level)
        roadmap.stops.create(step=step, stage=stage, order=step.pk)
    brought = {skills["python"]: 2, skills["sql"]: 2}
    make_background(roadmap, brought, slug="data", name_en="I work with data")
    return skills


def fields_of(response):
    """The levels that the page shows, by skill."""
    return {
        select.get("name").removeprefix("skill-"): select.find(
            ".//option[@selected]"
        ).get("value")
        for select in document(response).findall(".//select")
        if (select.get("name") or "").startswith("skill-")
    }


def save(client, levels, address="/my/skills/levels/", **more):
    fields = {f"skill-{slug}": value for slug, value in levels.items()}
    return post(client, address, {**fields, **more})


@pytest.fixture(params=["guest", "learner"])
def visitor(request, client, learner):
    if request.param == "learner":
        client.force_login(learner)
    return client


def said(client, rf, learner):
    """The levels that are held, by slug, of the account or the browser."""
    if "sessionid" in client.cookies:
        rows = SkillClaim.objects.for_user(learner).exclude(level=0)
        return dict(rows.values_list("skill__slug", "level"))
    request = rf.get("/")
    request.COOKIES[COOKIE_NAME] = client.cookies[COOKIE_NAME].value
    return {slug: claim.level for slug, claim in guest_progress(request).claims.items()}


def test_before_anything_is_said_it_offers_profiles(client, guide):
    response = client.get(PAGE)

    assert texts(document(response), ".//h1") == ["My skills"]
    assert "/my/skills/profile/data/" in links(document(response))
    assert COOKIE_NAME not in response.cookies
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_profile_is_a_proposal_and_saving_it_leads_to_what_is_left(
    visitor, guide, rf, learner
):
    proposal = visitor.get("/my/skills/profile/data/")
    assert fields_of(proposal) == {"python": "0_2", "sql": "0_2"}

    response = save(
        visitor, {"python": "0_3", "sql": "0_2"}, "/my/skills/profile/data/"
    )

    assert (response.status_code, response.url) == (303, "/my/skills/#left")
    assert said(visitor, rf, learner) == {"python": 3, "sql": 2}
    page = document(visitor.get(PAGE))
    assert texts(page, ".//h1") == ["What I lack for Engineer"]
    reply = words(page.find(".//section[@class='reply']"))
    assert "2 of 3 core skills" in reply
    assert "1 step closes the rest" in reply
    assert "10–20 h" in reply
    left = words(page.find(".//section[@aria-labelledby='left']"))
    assert "1 step" in left
    assert "Mark 2 steps as known" in left
    row = words(page.find(".//tr[@id='skill-row-git']"))
    assert "counted because you know SQL" in row


def test_one_press_takes_a_profile_back(visitor, guide, rf, learner):
    save(visitor, {"python": "0_1"})
    save(visitor, {"python": "1_2", "sql": "0_2"}, "/my/skills/profile/data/")
    page = document(visitor.get(PAGE))
    [undo] = [
        form.get("action")
        for form in page.findall(".//form")
        if "undo" in (form.get("action") or "")
    ]

    post(visitor, undo, {"next": PAGE})

    assert said(visitor, rf, learner) == {"python": 1}


def test_levels_are_said_and_withdrawn_one_by_one(visitor, guide, rf, learner):
    save(visitor, {"python": "0_4", "sql": "0_2", "git": "0_0"})
    assert said(visitor, rf, learner) == {"python": 4, "sql": 2}

    save(visitor, {"python": "4_0", "git": "0_-1"})

    assert said(visitor, rf, learner) == {"sql": 2, "git": -1}
    assert fields_of(visitor.get(PAGE))["git"] == "-1_-1"
    row = words(document(visitor.get(PAGE)).find(".//tr[@id='skill-row-git']"))
    assert "counted because" not in row  # what is said stands


def test_an_old_page_changes_nothing_that_it_did_not_show(visitor, guide, rf, learner):
    save(visitor, {"python": "0_2"})

    response = save(visitor, {"python": "0_4", "sql": "0_1"})

    assert response.status_code == 409
    assert "Python" in texts(document(response), ".//main//li")
    assert said(visitor, rf, learner) == {"python": 2}


@pytest.mark.parametrize(
    "value", ["9_9", "0_5", "x", "", "0_1_2", "-2_1", "0_", "１_２"]
)
def test_what_is_no_level_is_refused_in_words(visitor, guide, value):
    assert save(visitor, {"python": value}).status_code == 422


def test_a_skill_that_is_gone_is_left_out(visitor, guide, rf, learner):
    assert save(visitor, {"gone": "0_2", "sql": "0_2"}).status_code == 303
    assert said(visitor, rf, learner) == {"sql": 2}


def test_steps_become_known_by_a_press_and_never_by_themselves(visitor, guide, learner):
    save(visitor, {"python": "0_3", "sql": "0_2"}, "/my/skills/profile/data/")
    assert not StepProgress.objects.exists()

    response = post(visitor, "/my/skills/steps/", {"next": "/roadmaps/route/"})

    assert response.url == "/roadmaps/route/"
    page = visitor.get("/roadmaps/route/")
    assert "1 step left" in words(document(page).find(".//*[@id='left']"))
    if StepProgress.objects.exists():
        assert {row.state for row in StepProgress.objects.all()} == {State.KNOWN}


def test_what_is_finished_supports_a_level_and_is_no_claim(signed_in, learner, guide):
    step = make_step(slug="more", name_en="More", skills=[guide["git"]])
    StepProgress.objects.set_state(learner, step, State.DONE)

    row = document(signed_in.get(PAGE)).find(".//tr[@id='skill-row-git']")

    assert "step done: More" in words(row)
    assert row.find(".//option[@selected]").get("value") == "0_0"


def test_the_history_names_what_was_said_and_takes_it_back(signed_in, learner, guide):
    save(signed_in, {"python": "0_2", "sql": "0_2"}, "/my/skills/profile/data/")

    page = signed_in.get("/my/history/")

    assert "Profile “I work with data”: 2 skills" in words(document(page).find(".//main"))  # fmt: skip
    sweep = Sweep.objects.get()
    event = sweep.events.first()
    post(signed_in, f"/my/history/{event.pk}/undo/", {})
    assert not SkillClaim.objects.exclude(level=0).exists()
    page = signed_in.get("/my/history/")
    assert "Profile “I work with data”: undone" in words(document(page).find(".//main"))


def test_somebody_elses_change_does_not_exist(signed_in, other_learner, guide):
    sweep = Sweep.objects.set_levels(
        other_learner, Sweep.Kind.SKILLS, {guide["sql"].pk: 2}
    )

    assert post(signed_in, f"/progress/sweeps/{sweep.pk}/undo/", {}).status_code == 404


def test_a_cookie_has_room_for_every_skill_of_the_guide(client, guide, rf):
    claims = {f"a-skill-{number}": GuestClaim(number % 4 + 1, "preset") for number in range(150)}  # fmt: skip

    assert len(pack_cookie(GuestProgress(claims=claims))) < 3000


@pytest.mark.parametrize("claims", ['{"9x": "sql"}', '{"1": "sql"}', '{"5press": "sql"}', "7"])  # fmt: skip
def test_a_cookie_with_other_claims_counts_as_empty(client, guide, monkeypatch, claims):
    from accounts.progress import guest_cookie  # patched for one cookie

    monkeypatch.setattr(guest_cookie, "pack_claims", lambda found: eval(claims))  # noqa: S307
    client.cookies[COOKIE_NAME] = pack_cookie(
        GuestProgress(claims={"sql": GuestClaim(2, "press")})
    )

    assert texts(document(client.get(PAGE)), ".//h1") == ["My skills"]


def test_chinese_pages_have_no_english(client, guide):
    save(client, {"python": "0_2", "sql": "0_-1"})

    page = document(client.get("/zh-hans/my/skills/"))

    assert texts(page, ".//h1") == ["离工程师还差什么"]
    table = words(page.find(".//table[@class='rows gaps']"))
    assert "现有：会用，需要：精通" in table or "现有：会用" in table


def test_from_the_roadmap_to_the_honest_remainder_in_two_presses_without_scripts(
    client, guide
):
    """As a guest: the link to the profile, and the button of the proposal as it stands. The bar is three."""
    landed = document(client.get("/roadmaps/route/"))
    [profile] = [href for href in links(landed) if "/my/skills/profile/" in href]
    [form] = [
        form for form in forms_of(client.get(profile).text) if "skill-python" in form
    ]
    answer = client.post(profile, form, headers=OURS, follow=True)

    left = document(answer).find(".//section[@aria-labelledby='left']")
    assert "2 steps of 3 that everybody takes 20–40 h" in words(left)
    assert re.search(r"weeks?\b|months?\b", words(left))
    assert re.search("free|[$€£]|unknown", words(left))


# Who says what, and which steps that covers: knowing SQL implies Git, but not as far as its step leads.
CLAIMS = [
    ({"python": 3}, {"python"}),
    ({"python": 3, "sql": 2}, {"python", "sql"}),
    ({"git": 4, "sql": 2}, {"git", "sql"}),
    ({"python": 2, "sql": 1, "git": 2}, set()),
]


@pytest.mark.parametrize(("claims", "covered"), CLAIMS)
def test_one_press_changes_what_is_left_of_all_roadmaps(
    signed_in, learner, guide, claims, covered
):
    ways = [["python"], ["sql", "python"], ["git", "sql", "python"], ["git"]]
    steps = {slug: Step.objects.get(slug=f"learn-{slug}") for slug in guide}
    roadmaps = [make_roadmap([steps[slug] for slug in way]) for way in ways]

    save(signed_in, {slug: f"0_{level}" for slug, level in claims.items()})

    for way, roadmap in zip(ways, roadmaps, strict=True):
        Learner.objects.set_fields(learner, roadmap_id=roadmap.pk)
        page = document(signed_in.get(PAGE))
        left = words(page.find(".//section[@aria-labelledby='left']"))
        open_steps, known = set(way) - covered, set(way) & covered
        assert f" {len(open_steps)} step" in left
        assert f"of {len(way)} that everybody takes" in left
        marks = re.findall(r"Mark (\d+) step", left)
        assert marks == ([str(len(known))] if known else [])


def test_queries_do_not_grow_with_skills_and_claims(
    signed_in, learner, guide, settings
):
    settings.CONTENT_VERSION_SECONDS = 60

    def queries():
        signed_in.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            signed_in.get(PAGE)
        return len(captured)

    save(signed_in, {"python": "0_2"})
    before = queries()
    for number in range(20):
        skill = make_skill(slug=f"more-{number}")
        make_requirement(skill=skill)
        SkillClaim.objects.set(learner, skill.pk, 3)
    ContentVersion.expire_current()

    assert queries() == before == 6


@pytest.mark.parametrize("address", ["levels/", "undo/", "steps/"])
def test_presses_are_posted(client, guide, address):
    assert client.get(f"{PAGE}{address}").status_code == 405


def test_an_unknown_role_or_profile(client, guide):
    assert client.get(f"{PAGE}?role=nobody").status_code == 200
    assert client.get(f"{PAGE}profile/nobody/").status_code == 404
    assert client.post(f"{PAGE}profile/data/", {}, headers=OURS).status_code in (303, 307)  # fmt: skip
