"""What a role pays in a country: the best-proven figure leads, kinds stay apart, and nothing old or thin leads."""

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from guide.models import OccupationRole, Roadmap
from guide.salaries.catalogue import FigureChoice, figures_of
from guide.salaries.charts import MixedAxisError
from guide.salaries.conversion import DisplayUnits
from guide.salaries.pay_answer import answer_pay, neighbours_in_pay
from guide.salaries.pay_glance import country_at_hand, pay_beside, pay_glance
from guide.salaries.pay_picture import PayPicture, pay_pictures
from guide.tests.factory import make_role, make_salary, make_source
from guide.tests.salaries.figures import make_band, make_percentiles
from tests.document import document, texts

pytestmark = pytest.mark.django_db
GIVEN = DisplayUnits()


@pytest.fixture
def role(db):
    return make_role(slug="mle", name_en="Engineer")


def make_official(**fields):
    source = make_source(kind="official", publisher="An office")
    return make_salary(kind="median", source=source, **fields)


def make_counted(**fields):
    return make_salary(
        kind="median",
        source=make_source(kind="survey"),
        **{"sample_size": 347, **fields},
    )


def link(role, salary, relation):
    OccupationRole.objects.create(
        role=role, occupation=salary.occupation, relation=relation
    )
    return salary


def best_of(country="GB", **fields):
    best = answer_pay("mle", country, GIVEN, **fields).best
    return best and best.salary


def test_official_figures_lead_then_counted_ones_then_estimates(role):
    estimate = make_salary(role)
    assert best_of() == estimate
    counted = make_counted(role=role)
    assert best_of() == counted
    official = make_official(role=role)
    assert best_of() == official


@pytest.mark.parametrize(
    "weak",
    [
        {"sample_size": None},
        {"sample_size": 9},
        {"year": 2020, "as_of": "2020"},
        {"year": None, "as_of": "undated"},
        {"experience": "senior"},
    ],
    ids=["no number", "a handful", "old", "undated", "one level"],
)
def test_counted_figures_without_number_date_or_of_one_level_do_not_lead(role, weak):
    estimate = make_salary(role)
    make_counted(role=role, **weak)

    assert best_of() == estimate


def test_money_of_the_country_leads_before_what_a_source_converted_itself(role):
    make_band(role=role, currency="USD", sample_size=900)
    own = make_counted(role=role, city="London", sample_size=40)

    assert best_of() == own


@pytest.mark.parametrize(
    ("whole", "leads"),
    [
        ({"sample_size": 40}, "country"),
        ({"sample_size": 40, "year": 2025, "as_of": "2025"}, "country"),
        ({"sample_size": 20}, "city"),  # few for a whole country
        ({"sample_size": None}, "city"),
        ({"sample_size": 40, "currency": "USD"}, "city"),  # converted by its source
        ({"sample_size": 40, "period": "hour"}, "city"),
    ],
    ids=["as good", "older", "few", "no number", "other money", "an hour"],
)
def test_a_city_leads_only_where_less_stands_behind_the_whole_country(
    role, whole, leads
):
    make_counted(role=role, city="London", sample_size=900, year=2026, as_of="2026")
    make_counted(role=role, **{"year": 2026, "as_of": "2026", **whole})

    assert best_of().place_level == leads


def test_an_official_figure_of_the_country_leads_before_adverts_of_a_city(role):
    make_counted(role=role, city="London", sample_size=900)
    official = make_official(role=role)

    assert best_of() == official


def test_another_country_says_nothing(role):
    make_salary(role, country="US", currency="USD")

    assert best_of() is None
    assert answer_pay("mle", "GB", GIVEN).figures == []


@pytest.mark.parametrize(
    ("relation", "leads"), [("proxy", True), ("neighbour", True), ("benchmark", False)]
)
def test_where_nothing_good_speaks_of_the_role_the_nearest_job_stands_as_such(
    role, relation, leads
):
    old = make_salary(role, year=2019, as_of="2019")
    near = link(role, make_official(), relation)

    answer = answer_pay("mle", "GB", GIVEN)

    assert answer.best.salary == (near if leads else old)
    assert answer.is_nearest is leads


def test_levels_are_of_one_source_and_rise(role):
    source = make_source()
    occupation = make_salary(
        role, source=source, experience="senior", mid=90000
    ).occupation
    make_salary(occupation=occupation, source=source, experience="entry", mid=34000)
    make_salary(occupation=occupation, experience="mid", mid=1)

    levels = answer_pay("mle", "GB", GIVEN).levels

    assert [figure.salary.experience for figure in levels] == ["entry", "senior"]
    assert answer_pay("mle", "GB", GIVEN, "senior").levels == []
    assert best_of(experience="senior").mid == 90000


def test_all_jobs_are_the_newest_official_middle_of_the_country(role):
    every = link(role, make_percentiles(slug="new", year=2025), "benchmark").occupation
    make_percentiles(occupation=every, year=2024)
    make_percentiles(occupation=every, country="GB", currency="GBP")

    assert answer_pay("mle", "US", GIVEN).all_jobs.salary.slug == "new"


def test_neighbours_are_official_and_of_one_country_kind_place_and_year(role):
    for number, relation in enumerate(
        ("benchmark", "proxy", "proxy", "neighbour", "neighbour")
    ):
        link(role, make_percentiles(slug=f"p{number}", p50=31 - number), relation)
    link(role, make_percentiles(year=2024), "proxy")
    link(role, make_official(country="US", currency="USD"), "proxy")
    make_band(role=role, country="US", currency="USD")

    near = neighbours_in_pay("mle", "US", GIVEN)

    assert [figure.salary.slug for figure in near] == ["p0", "p3", "p2", "p1"]
    assert len({figure.axis_key for figure in near}) == 1


def test_a_picture_mixes_no_units_and_no_periods(role):
    make_salary(role)
    make_salary(role, period="month")
    [figures] = figures_of(GIVEN, FigureChoice(role="mle"))

    with pytest.raises(MixedAxisError):
        axis_of(figures)
    assert [len(one.figures) for one in pay_pictures(figures)] == [1, 1]


def axis_of(figures):
    return PayPicture(figures).axis


def test_a_picture_says_for_each_row_name_sum_strength_source_date_and_number(role):
    source = make_source(kind="survey", publisher="Job watch")
    place = {"city": "London", "as_of": "2025-12-29"}
    make_salary(role, kind="median", mid=90000, sample_size=347, source=source, **place)

    (picture,) = pay_pictures(figures_of(GIVEN, FigureChoice(role="mle"))[0])
    page = document(
        render_to_string("guide/salaries/_picture.html", {"picture": picture})
    )

    assert texts(page, ".//tbody/tr") == [
        "All levels London £90K survey Job watch, December 2025, n = 347"
    ]
    assert len(picture.axis.ticks) <= 5


def test_the_country_follows_the_language_until_one_is_chosen():
    assert country_at_hand() == "US"
    assert country_at_hand("GB") == "GB"
    with override("zh-hans"):
        assert country_at_hand(None) == "CN"


def test_a_glance_leads_to_all_figures_and_says_where_there_are_none(role):
    empty = pay_glance("mle", "JP", GIVEN)
    assert empty.picture is None
    assert empty.address == "/salaries/?role=mle&country=JP"
    html = render_to_string("guide/salaries/_glance.html", {"glance": empty})
    assert "We have no good figure for this role in Japan." in html
    assert pay_beside("mle", "JP", GIVEN).picture is None


@pytest.mark.parametrize(
    ("address", "where", "line"),
    [
        ("/", ".//p[@class='big']", "5.2万元 AI工程师，中国"),
        (
            "/salaries/",
            ".//section[@class='reply']/p",
            "这个职位在中国没有可靠数据。有数据的职位里，最接近的是AI工程师。",
        ),
    ],
)
def test_the_nearest_job_is_named_in_chinese_without_gaps(client, address, where, line):
    role = make_role(slug="machine-learning-engineer")
    near = make_official(country="CN", currency="CNY")
    near.occupation.name_zh = "AI工程师"
    near.occupation.save()
    link(role, near, "proxy")
    Roadmap.objects.create(role=role, slug="route", published=True)

    assert line in texts(document(client.get(f"/zh-hans{address}")), where)


@pytest.mark.parametrize("caution", ["repeated-ads", "few-distinct"])
def test_bands_of_few_or_repeated_adverts_never_lead_even_alone(role, caution):
    band = {"sample_size": 400, "country": "GB", "cautions": f"advert-bands {caution}"}
    make_band(role=role, **band)
    assert best_of() is None

    sound = make_band(role=role, **{**band, "cautions": "advert-bands"})
    assert best_of() == sound


@pytest.mark.parametrize("thin", [{"sample_size": 9}, {"sample_size": None}])
def test_a_handful_of_adverts_leads_nothing_although_nothing_else_is_there(role, thin):
    make_band(role=role, country="GB", **thin)

    assert best_of() is None


def test_an_undated_word_about_one_city_does_not_stand_for_its_country(role):
    make_salary(role, country="CN", city="Chongqing", year=None, as_of="undated")
    assert best_of("CN") is None

    whole = make_salary(role, country="CN", year=None, as_of="undated")
    assert best_of("CN") == whole
