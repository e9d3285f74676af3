"""One truth about a purchase: every way a dispute and a refund can meet, and what is then said of it."""

import pytest

from apps.payments.models import Purchase
from apps.payments.services.refund_rules import why_not_refundable
from apps.payments.web.copy import dispute_told, refund_told, short_state, story

pytestmark = pytest.mark.django_db

YOURS, HALF = "500 credits are yours", "250 of 500 credits are yours"
BACK, ASKED, GOT = (
    "This pack was returned",
    "Your bank is disputing this payment",
    "Your bank refunded this payment",
)
STANDS = "The payment stands, and its credits are yours."
STANDS_IN_PART = "The payment stands, minus what we refunded: 250 of its credits are yours."
STOOD = "The payment stood and we refunded it, so its credits were removed."
WAIT = "Your credits are on hold until it's decided. Waiting GIFs were stopped, and their credits refunded."
TAKEN = "Its credits were removed. If you already spent some, your next purchase covers them first."
WENT = "It goes to your payment method and can take 5 to 10 days to show up."
AGAIN = "Your bank didn't accept it. Its credits are yours again."
DECIDES = "Your bank didn't accept it. Its credits depend on how the dispute is resolved."
OPEN = "Your bank is already disputing this payment, so the bank decides."
LOST = "Your bank already refunded this payment."
PART = "$2.50 of it was already refunded. Email us about the rest."
WHOLE = "This pack was returned, and $5.00 was refunded."

# dispute, refund (status and amount) → headline, what is said of each, the word in lists, why not by oneself
TABLE = [
    (None, None, YOURS, "", "", "Paid", ""),
    (None, ("succeeded", 250), HALF, "", WENT, "Partly refunded", PART),
    (None, ("succeeded", 500), BACK, "", WENT, "Refunded", WHOLE),
    (None, ("failed", 500), YOURS, "", AGAIN, "Paid", ""),
    ("needs_response", None, ASKED, WAIT, "", "Disputed", OPEN),
    ("needs_response", ("succeeded", 250), ASKED, WAIT, WENT, "Disputed", OPEN),
    ("needs_response", ("succeeded", 500), ASKED, WAIT, WENT, "Disputed", OPEN),
    ("needs_response", ("failed", 500), ASKED, WAIT, DECIDES, "Disputed", OPEN),
    ("warning_under_review", None, ASKED, WAIT, "", "Disputed", OPEN),
    ("warning_under_review", ("failed", 500), ASKED, WAIT, AGAIN, "Disputed", OPEN),
    ("won", None, YOURS, STANDS, "", "Paid", ""),
    ("won", ("succeeded", 250), HALF, STANDS_IN_PART, WENT, "Partly refunded", PART),
    ("won", ("succeeded", 500), BACK, STOOD, WENT, "Refunded", WHOLE),
    ("won", ("failed", 500), YOURS, STANDS, AGAIN, "Paid", ""),
    ("warning_closed", ("succeeded", 500), BACK, STOOD, WENT, "Refunded", WHOLE),
    ("lost", None, GOT, TAKEN, "", "Refunded by the bank", LOST),
    ("lost", ("succeeded", 250), GOT, TAKEN, WENT, "Refunded by the bank", LOST),
    ("lost", ("succeeded", 500), GOT, TAKEN, WENT, "Refunded by the bank", LOST),
    ("lost", ("failed", 500), GOT, TAKEN, DECIDES, "Refunded by the bank", LOST),
]


def refunded(purchase: Purchase, status: str, amount_minor: int) -> None:
    purchase.refunds.create(amount_minor=amount_minor, status=status)
    purchase.refunded_minor += amount_minor if status == "succeeded" else 0


@pytest.fixture
def bought(shop) -> Purchase:
    return shop.bought()


def test_whatever_meets_the_same_is_said_everywhere(shop, bought: Purchase):
    for dispute, refund, headline, of_dispute, of_refund, short, why_not in TABLE:
        bought.refunds.all().delete()
        bought.disputes.all().delete()
        bought.refunded_minor = 0
        if dispute:
            bought.disputes.create(provider_id="dp", amount_minor=500, status=dispute)
        if refund:
            refunded(bought, *refund)
        said = (
            story(bought, is_asked=False).title,
            "".join(dispute_told(one, bought).text for one in bought.disputes.all()),
            "".join(refund_told(one, bought).text for one in bought.refunds.all()),
            short_state(bought).title,
            why_not_refundable(bought, now=shop.now()),
        )
        assert said == (headline, of_dispute, of_refund, short, why_not), (dispute, refund)


def test_a_second_question_of_the_bank_is_not_forgotten_over_the_first(bought: Purchase):
    first = bought.disputes.create(provider_id="dp_1", amount_minor=500, status="won")
    second = bought.disputes.create(provider_id="dp_2", amount_minor=500, status="needs_response")
    assert dispute_told(first, bought).text == "Your bank opened a second dispute that's still open."
    bought.disputes.filter(pk=second.pk).update(status="lost")
    assert dispute_told(first, bought).text == "Your bank won a second dispute."


def test_a_refund_that_failed_and_was_sent_again_gives_no_credits_back(bought: Purchase):
    refunded(bought, "failed", 500)
    refunded(bought, "succeeded", 500)
    assert refund_told(bought.refunds.first(), bought).text == "Your bank didn't accept it. Another refund replaced it."


def test_a_refund_on_its_way_is_no_finished_one(shop, bought: Purchase):
    refunded(bought, "pending", 500)
    assert why_not_refundable(bought, now=shop.now()) == "A refund for this pack is already on its way."
