"""Which providers are offered, and where their forms lead."""

from gifsite.social_providers import Client, origins, providers

NONE, KNOWN = Client("", ""), Client("id", "secret")


def test_a_provider_is_offered_with_both_its_keys():
    clients = {"google": KNOWN, "microsoft": Client("id", ""), "github": NONE}
    offered = providers(tenant="common", **clients)
    assert list(offered) == ["google"]
    assert origins(offered, **clients) == ["https://accounts.google.com"]


def test_an_organization_s_microsoft_accounts_alone_may_be_asked_for():
    offered = providers(google=NONE, microsoft=KNOWN, github=NONE, tenant="0000-1111")
    assert offered["microsoft"]["APP"]["settings"] == {"tenant": "0000-1111"}


def test_an_own_server_takes_the_place_of_the_public_one():
    own = Client("id", "secret", "https://git.example.com")
    clients = {"google": NONE, "microsoft": NONE, "github": own}
    offered = providers(tenant="common", **clients)
    assert (offered["github"]["GITHUB_URL"], origins(offered, **clients)) == (
        "https://git.example.com",
        ["https://git.example.com"],
    )
