"""What an address asks of an admin list: what no row can be compared with is refused in words."""

import pytest

from guide.models import Revision, Role
from guide.tests.admin_pages import list_url, text_of
from web.admin_site import CarefulSite

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize(
    ("model", "filters"),
    [
        (Role, {"updated_at__year": "99999999"}),
        (Role, {"id__range": "1"}),
        (Revision, {"at__year": "99999999"}),
        (Revision, {"document": "x"}),
    ],
)
def test_a_filter_that_no_row_can_be_compared_with_is_refused(
    desk, caplog, model, filters
):
    answer = desk.get(list_url(model), filters)

    assert answer.status_code == 400
    assert "Out of bounds: " in caplog.text
    assert list_url(model) in caplog.text


@pytest.mark.parametrize(
    ("prefix", "sentence"),
    [
        ("", "or a filter that does not fit its column. Nothing was changed."),
        ("/zh-hans", "或者筛选条件与所在的列不符。什么都没有改动。"),
    ],
)
def test_the_refusal_says_what_may_be_wrong(desk, prefix, sentence):
    page = text_of(desk.get(prefix + list_url(Role), {"id__range": "1"}))

    assert sentence in " ".join(page.split())


@pytest.mark.parametrize("query", [{}, {"p": "1"}, {"o": "1"}])
def test_a_fault_of_our_own_is_not_blamed_on_who_filters_nothing(
    desk, monkeypatch, query
):
    def each_context(_site, _request):
        raise ValueError("ours")

    monkeypatch.setattr(CarefulSite, "each_context", each_context)

    with pytest.raises(ValueError, match="ours"):
        desk.get(list_url(Role), query)
