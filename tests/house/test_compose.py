"""docker-compose.yml: what is reachable from outside, and which secrets have a default."""

import re
from pathlib import Path

import pytest
import yaml

TEXT = (Path(__file__).parent.parent.parent / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
SECRET = re.compile(r"PASSWORD|SECRET_KEY$|SECRET_ACCESS_KEY|ACCESS_KEY_ID")


def test_only_the_proxy_is_reachable_from_outside():
    assert [name for name, service in SERVICES.items() if service.get("ports")] == ["proxy"]
    for name in ("postgres", "redis", "s3"):
        assert SERVICES[name]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_no_secret_has_a_default():
    used = re.findall(r"\$\{(\w+)(:?[-?])?", TEXT)
    optional = {"STRIPE_SECRET_KEY"}  # unset: buying is off
    assert {(name, mark) for name, mark in used if SECRET.search(name) and name not in optional} == {
        ("POSTGRES_PASSWORD", ":?"),
        ("REDIS_PASSWORD", ":?"),
        ("AWS_ACCESS_KEY_ID", ":?"),
    }
    # Compose refuses to start with one of these unset.
    assert {one["environment"] for one in COMPOSE["secrets"].values()} == {
        "SECRET_KEY",
        "POSTGRES_PASSWORD",
        "REDIS_PASSWORD",
        "AWS_SECRET_ACCESS_KEY",
    }


@pytest.mark.parametrize(
    ("service", "secret"), [("postgres", "postgres_password"), ("redis", "redis_password"), ("s3", "s3_secret_key")]
)
def test_every_store_asks_for_its_secret_which_comes_as_a_file(service, secret):
    told = SERVICES[service]
    assert told["secrets"] == [secret]
    assert f"/run/secrets/{secret}" in str({key: told.get(key) for key in ("command", "entrypoint", "environment")})


def test_the_site_believes_the_one_proxy_and_reaches_pictures_through_it():
    environment = SERVICES["web"]["environment"]
    assert environment["TRUSTED_PROXY_COUNT"] == "${TRUSTED_PROXY_COUNT:-1}"
    assert environment["AWS_S3_PUBLIC_ENDPOINT_URL"] == SERVICES["proxy"]["environment"]["SITE_URL"]
