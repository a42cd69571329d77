"""Addresses as people type and paste them: read as they are meant, or refused with what is true."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.examples import hostile_count
from web.links import link_host, readable_address, readable_host, sent_address
from web.typed_address import read_typed_address, validate_address

PLAIN = "https://a.example/x"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202c\u2066\u2069\u061c\u180e"
ODD = "https://a.example/%20%2F%3F%E2%80%AE%E2%81%84%E4%BE"
STROKE = "https://xn--comlogin-9h0m.example/"
BEHIND = [
    *"。，、；：！？）》〉】」』”’…．·.,;:!?)>]}\"'`",
    "。”",
    "），",
    "...",
    "\u200b。\u200b",
]


@pytest.mark.parametrize("mark", [*BEHIND, *INVISIBLE])
def test_what_ends_a_sentence_is_no_part_of_the_address(mark):
    assert read_typed_address(PLAIN + mark) == PLAIN
    assert read_typed_address(f"见{PLAIN}{mark} 谢谢") == PLAIN


@pytest.mark.parametrize("mark", INVISIBLE)
def test_what_nobody_sees_is_no_part_of_the_address(mark):
    assert read_typed_address(f"{mark}https://a.ex{mark}ample/{mark}x") == PLAIN


@pytest.mark.parametrize(
    "typed",
    [
        f"<{PLAIN}>", f"({PLAIN})", f"（{PLAIN}）", f"《{PLAIN}》", f"“{PLAIN}”", f'"{PLAIN}"', f"`{PLAIN}`",
        f"【{PLAIN}】。",
        f"[my project]({PLAIN})", f"see {PLAIN} please", f"我的项目{PLAIN}",
        f"我的项目：{PLAIN}， 谢谢",
        f"\n\t{PLAIN}\r\n", "HTTPS://a.example/x", "https：//a.example/x", "https:/a.example/x", "https//a.example/x",
        "https ://a.example/x", "//a.example/x", "a.example/x", "see a.example/x there", "https://ａ.example/x",
    ],
)  # fmt: skip
def test_brackets_words_and_slips_around_an_address(typed):
    assert read_typed_address(typed) == PLAIN


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("www.a.example", "https://www.a.example"),
        ("看www.a.example/x。", "https://www.a.example/x"),
        ("https://my_app.a.example/", "https://my_app.a.example/"),
        ("https://_dmarc.a.example/", "https://_dmarc.a.example/"),
        ("https://a.example/my report.pdf", "https://a.example/my%20report.pdf"),
        ("https://a.example/A_(b)", "https://a.example/A_(b)"),
        ("(https://a.example/A_(b))", "https://a.example/A_(b)"),
        ("https://a.example/_x_", "https://a.example/_x_"),
        ("https://a.example/消（歧）", "https://a.example/%E6%B6%88%EF%BC%88%E6%AD%A7%EF%BC%89"),
        ("https://web.archive.org/web/2020/https://b.example/", "https://web.archive.org/web/2020/https://b.example/"),
        ("https://a.example/?next=http:/b", "https://a.example/?next=http:/b"),
        ("https://例子。测试/路径", "https://xn--fsqu00a.xn--0zwm56d/%E8%B7%AF%E5%BE%84"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
        ("http://[::1]:80/", "http://[::1]:80/"),
        ("localhost:8000", "https://localhost:8000"),
    ],
)  # fmt: skip
def test_what_belongs_to_an_address_stays(typed, address):
    assert read_typed_address(typed) == address
    validate_address(address)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter an address that starts with https://"),
        ("hello there", "Enter an address that starts with https://"),
        ("https://", "Enter an address that starts with https://"),
        (f"{PLAIN} thanks", "The address contains a space."),
        (f"{PLAIN}\nSet-Cookie: x", "The address contains a space."),
        (f"{PLAIN} {PLAIN}", "These are several addresses."),
        (f"{PLAIN}，{PLAIN}", "These are several addresses."),
        ("a.example b.example", "These are several addresses."),
        ("javascript:alert(1)", "An address that starts with “javascript:” cannot be added here"),
        ("mailto:a@b.example", "An address that starts with “mailto:” cannot"),
        ("data:text/html,x", "An address that starts with “data:” cannot"),
        ("file:///etc/passwd", "An address that starts with “file:” cannot"),
        ("https://-a.example/", "“-a.example” is not the name of a site."),
        ("https://a..example/", "“a..example” is not the name of a site."),
        ("https://hello/", "“hello” is not the name of a site."),
        ("https://1.2.3/", "“1.2.3” is not the name of a site."),
        ("https://256.1.1.1/", "“256.1.1.1” is not the name of a site."),
        ("http://[ip:port]/", "“[ip:port]” is not the name of a site."),
        ("https://a℀b.example/", "“a%E2%84%80b.example” is not the name of a site."),
        ("https://a.example:99999/", "“99999” is not a port."),
        ("https://a.example:0/", "“0” is not a port."),
    ],
)  # fmt: skip
def test_what_is_refused_is_refused_for_what_it_is(typed, words):
    with pytest.raises(ValidationError) as refused:
        read_typed_address(typed)

    assert refused.value.messages[0].startswith(words)


@pytest.mark.parametrize(
    ("sent", "address", "host"),
    [
        ("https://xn--fsqu00a.xn--0zwm56d/%E8%B7%AF", "https://例子.测试/路", "例子.测试"),
        ("https://%E4%BE%8B%E5%AD%90.%E6%B5%8B%E8%AF%95/", "https://例子.测试/", "例子.测试"),
        ("https://u@xn--fsqu00a.example:8/?q=%E8%B7%AF#%E8%B7%AF", "https://u@例子.example:8/?q=路#路", "例子.example"),
        (ODD, ODD, "a.example"),
        ("https://a.example/%D7%90", "https://a.example/%D7%90", "a.example"),
        # аррӏе in Cyrillic, a name that mixes scripts, a stroke like a slash, accents, right to left, made up
        ("https://xn--80ak6aa92e.com/", "https://xn--80ak6aa92e.com/", "аррӏе.com (xn--80ak6aa92e.com)"),
        ("https://xn--pple-43d.com/", "https://xn--pple-43d.com/", "xn--pple-43d.com"),
        (STROKE, STROKE, "com丿login.example (xn--comlogin-9h0m.example)"),
        ("https://xn--fa-hia.example/", "https://xn--fa-hia.example/", "faß.example (xn--fa-hia.example)"),
        ("https://xn--4dbc5h.example/", "https://xn--4dbc5h.example/", "xn--4dbc5h.example"),
        ("https://xn--zz.com/", "https://xn--zz.com/", "xn--zz.com"),
        ("http://[ip:port]/", "http://[ip:port]/", ""),
    ],
)  # fmt: skip
def test_an_address_is_readable_where_nothing_looks_like_it(sent, address, host):
    assert (readable_address(sent), readable_host(sent)) == (address, host)


PIECES = [
    "https://", "http://", "www.", "a.example", "例子.测试", "/", "路径", "a b", " ", "\n", "javascript:", "xn--",
    *"。，）（()<>[]“”…：:@?#%_-.|`'\"&éﬁ℀丿", "%E4", "%2F", "\u200b", "\ufeff", "\u202e", "\ud800", "\0", "1" * 70,
    "::1", "аррӏе", "𝐚", "🙂",
]  # fmt: skip
typed_texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=8).map(lambda some: PLAIN + "".join(some)),
    st.text(st.characters(exclude_categories=()), max_size=40),
)  # fmt: skip


@settings(max_examples=hostile_count(150))
@given(typed=typed_texts)
@example("https://a.example/" + "）" * 9000)
@example("http://xn--a" + "。" * 500)
def test_any_text_is_an_address_or_is_refused(typed):
    try:
        address = read_typed_address(typed)
    except ValidationError:
        return

    assert address.isascii()
    assert address.isprintable()
    assert address.startswith(("https://", "http://"))
    assert not set(address) & set(' <>"')
    assert link_host(address)
    assert sent_address(address) == address
    assert read_typed_address(address) == address
    validate_address(address)


@settings(max_examples=hostile_count(150))
@given(address=typed_texts)
@example("xn--https:////https://")
def test_any_address_is_shown_and_leads_where_it_says(address):
    host = readable_host(address)
    shown = readable_address(address)

    assert "\u202e" not in host
    if address.isascii() and link_host(address).isascii():
        assert link_host(sent_address(shown)) == link_host(sent_address(address))
