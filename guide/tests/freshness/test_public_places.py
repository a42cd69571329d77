"""Only the open internet is asked: every address that is not a public one is refused, whatever it hides in."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.freshness.public_places import (
    Place,
    RefusedPlaceError,
    is_public,
    read_place,
)

INSIDE = [
    ip_network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "255.255.255.255/32", "168.63.129.16/32",
    )
]  # fmt: skip
INSIDE_SIX = [
    IPv6Network(each)
    for each in (
        "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:2::/48", "2001:10::/28",
        "2001:20::/28", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
        "fec0::/10", "ff00::/8",
    )
]  # fmt: skip
PUBLIC = ["1.1.1.1", "93.184.215.14", "140.82.121.4", "2606:2800:21f:cb07::1", "2a00:1450:4001:80b::200e"]  # fmt: skip


def inside_four():
    return st.sampled_from(INSIDE).flatmap(addresses_in).map(IPv4Address)


def addresses_in(network):
    return st.integers(int(network[0]), int(network[-1]))


@pytest.mark.parametrize("address", PUBLIC)
def test_sites_are_public(address):
    assert is_public(address)


@given(inside_four())
def test_no_inner_address_is_public(address):
    assert not is_public(str(address))


@given(st.sampled_from(INSIDE_SIX).flatmap(addresses_in).map(IPv6Address))
def test_no_inner_address_of_ipv6_is_public(address):
    assert not is_public(str(address))


@given(
    inside_four().map(int),
    st.sampled_from(
        [
            lambda four: 0xFFFF << 32 | four,  # mapped
            lambda four: four,  # compatible
            lambda four: 0xFFFF << 48 | four,  # translated
            lambda four: 0x0064FF9B << 96 | four,  # NAT64
            lambda four: 0x0064FF9B0001 << 80 | four,
            lambda four: 0x2002 << 112 | four << 80 | 1,  # 6to4
            lambda four: 0x20010000 << 96 | four << 64 | 1,  # Teredo, its server
            lambda four: 0x20010000 << 96 | 1 << 64 | (four ^ 0xFFFFFFFF),
            lambda four: 0x2606280000000000 << 64 | 0x00005EFE << 32 | four,  # ISATAP
            lambda four: 0xFE80 << 112 | 0x02005EFE << 32 | four,
        ]
    ),
)
def test_an_inner_address_that_ipv6_hides_is_not_public(four, hide):
    assert not is_public(str(IPv6Address(hide(four))))


def test_a_public_address_is_public_as_ipv6_writes_it_on_networks_without_ipv4():
    assert is_public("::ffff:1.1.1.1")
    assert is_public("64:ff9b::101:101")
    assert not is_public("2002:101:101::1")


@pytest.mark.parametrize(
    "text",
    ["", "localhost", "fe80::1%eth0", "2606:2800::1%lo", "127.1", "0x7f.1", "1.1.1.1 "],
)
def test_what_is_no_plain_address_is_not_public(text):
    assert not is_public(text)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://example.org", Place(True, "example.org", 443, "/")),
        ("http://EXAMPLE.org.:80/a?b=c#d", Place(False, "example.org", 80, "/a?b=c")),
        ("https://例子.中国/路", Place(True, "xn--fsqu00a.xn--fiqs8s", 443, "/%E8%B7%AF")),
        ("http://[2606:2800::1]/", Place(False, "2606:2800::1", 80, "/")),
    ],
)  # fmt: skip
def test_an_address_is_read_once(address, place):
    assert read_place(address) == place


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "//example.org/", "javascript:1",
        "https://user@example.org/", "https://user:pass@example.org/", "https://@example.org/",
        "https://example.org:22/", "http://example.org:8000/", "http://example.org:0/", "http://example.org:x/",
        "http://[::1", "http:///", "http://exa mple.org/", "http://example.org\\@10.0.0.1/", "http://a..org/",
        "http://[fe80::1%25eth0]/", "http://127.1/", "http://0x7f000001/", "http://2130706433/", "",
    ],
)  # fmt: skip
def test_other_schemes_ports_and_passwords_are_refused(address):
    with pytest.raises(RefusedPlaceError):
        read_place(address)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    for address in (text, f"http://{text}", f"https://example.org/{text}"):
        try:
            place = read_place(address)
        except RefusedPlaceError:
            continue
        sent = f"{place.path}{place.host_header}"
        assert all("!" <= letter <= "~" for letter in sent)
        assert place.port in (80, 443)
