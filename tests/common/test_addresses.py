import pytest
from django.test import RequestFactory

from apps.common.addresses import client_address, limit_address, network_address

PEER = "203.0.113.9"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.1", PEER),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", PEER),
        (1, "", PEER),
        (1, "198.51.100.1:4711", "198.51.100.1"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "[2001:db8::1]", "2001:db8::1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "not an address", "0.0.0.0"),  # noqa: S104 - the label for "unknown"
    ],
)
def test_exactly_as_many_proxies_are_believed_as_there_are(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=PEER, headers={"x-forwarded-for": forwarded})
    assert client_address(request) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (PEER, PEER),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", PEER),
    ],
)
def test_limits_count_an_ipv6_line_as_one(settings, address, expected):
    settings.TRUSTED_PROXY_COUNT = 0
    assert limit_address(RequestFactory().get("/", REMOTE_ADDR=address)) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [("2001:db8:1:2:3:4:5:6", "2001:db8:1::"), ("2001:db8:1:ffff::1", "2001:db8:1::"), (PEER, "203.0.113.0")],
)
def test_a_network_is_what_a_customer_gets_for_the_asking(settings, address, expected):
    settings.TRUSTED_PROXY_COUNT = 0
    assert network_address(RequestFactory().get("/", REMOTE_ADDR=address)) == expected
