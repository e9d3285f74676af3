"""What 500 slow clients cost everybody else: `/healthz` and a page, quiet and beside them, on both ways of running."""

from tests.stack.site import Site
from tests.stack.slow import Proxy, SlowClients, answers, caddy

CLIENTS = 500
TIMES = 100
PATHS = ("/healthz", "/pricing/")


def percentile(seconds: list[float], share: float) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]


def main() -> None:
    print(f"{CLIENTS} slow clients: a third each with endless headers, endless bodies, and silent")
    print(f"{'way of running':<24}{'path':<12}{'quiet p95':>12}{'beside p95':>12}{'ratio':>8}")
    with Site() as site:
        ways = [("make run", site.url, site.port)]
        proxy = Proxy(site.port)
        if caddy():
            ways.append(("behind compose's proxy", proxy.url, proxy.port))
            with proxy:
                measure(ways)
        else:
            measure(ways)


def measure(ways: list[tuple[str, str, int]]) -> None:
    for name, url, port in ways:
        for path in PATHS:
            answers(url, (path,), 10)
            quiet = [seconds for _, seconds in answers(url, (path,), TIMES)]
            with SlowClients(port, CLIENTS):
                beside = [seconds for _, seconds in answers(url, (path,), TIMES)]
            before, during = percentile(quiet, 0.95), percentile(beside, 0.95)
            print(f"{name:<24}{path:<12}{before * 1e3:>9.1f} ms{during * 1e3:>9.1f} ms{during / before:>8.2f}")


if __name__ == "__main__":
    main()
