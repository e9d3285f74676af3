"""Where a request comes from, believing exactly as many proxies as the operator runs."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

IPV4_NETWORK_BITS = 24  # the smallest network that is routed on its own; whoever rents addresses rents them in these

IPV6_HOUSEHOLD_BITS = 64  # one customer line is usually given a whole /64, so single addresses in it are free to change

IPV6_NETWORK_BITS = 48  # the largest block that a customer gets for the asking: 65,536 of the households above


def client_address(request: HttpRequest) -> str:
    """Return the caller's address: the TRUSTED_PROXY_COUNT-th entry of X-Forwarded-For from the right, or the socket's.

    Entries further left are whatever the caller wrote. A header with fewer entries than trusted proxies did not pass
    through them, so the socket's address counts. Not an address at all (a Unix socket): 0.0.0.0.
    """
    peer = request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 - a label for "unknown", nothing is bound
    count = settings.TRUSTED_PROXY_COUNT
    if count:
        entries = [entry.strip() for entry in request.headers.get("x-forwarded-for", "").split(",") if entry.strip()]
        if len(entries) >= count:
            peer = entries[-count]
    try:
        return str(ipaddress.ip_address(_without_port(peer)))
    except ValueError:
        return "0.0.0.0"  # noqa: S104 - as above


def _without_port(text: str) -> str:
    """Return an address as proxies write it, without what some add.

    `192.0.2.1:4711`, `[2001:db8::1]:4711`, `[2001:db8::1]`.
    """
    if text.startswith("["):
        return text[1:].partition("]")[0]
    host, _, port = text.rpartition(":")
    return host if port.isdigit() and host.count(".") == 3 else text


def network_address(request: HttpRequest) -> str:
    """Return the network a request comes from, as its first address.

    The /24 of an IPv4 address, the /48 of an IPv6 address.
    """
    address = ipaddress.ip_address(limit_address(request))
    bits = IPV4_NETWORK_BITS if address.version == 4 else IPV6_NETWORK_BITS
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False).network_address)


def limit_address(request: HttpRequest) -> str:
    """Return the address limits count by: an IPv4 address itself, an IPv6 address as the first of its /64."""
    address = ipaddress.ip_address(client_address(request))
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), IPV6_HOUSEHOLD_BITS), strict=False).network_address)
