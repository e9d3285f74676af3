from collections.abc import Iterator

import pytest

from tests.fakes.stripe import FakeStripe

pytest.register_assert_rewrite("tests.payments.shop")
from tests.payments.shop import Shop


@pytest.fixture(scope="session")
def running_stripe() -> Iterator[FakeStripe]:
    with FakeStripe() as fake:
        yield fake


@pytest.fixture
def stripe(running_stripe: FakeStripe, settings) -> FakeStripe:
    """The fake of Stripe, with the site configured to sell through it."""
    running_stripe.forget()
    settings.STRIPE_SECRET_KEY = running_stripe.key
    settings.STRIPE_BASE_URL = running_stripe.url
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_of_last_month", running_stripe.secret]
    return running_stripe


@pytest.fixture
def shop(stripe: FakeStripe) -> Shop:
    return Shop(stripe)
