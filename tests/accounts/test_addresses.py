import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from apps.accounts.forms import refuse_other_than_shown
from apps.accounts.models import User

SENTENCE = "That address contains an invisible character. Type it instead of pasting it."


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\u200d", "\u00ad", "\u2060", "\ufeff", "\u202e", "\u3164", "\ufe0f", "\u00a0"]
)
@pytest.mark.parametrize("address", ["b{}ob@example.org", "bob@example{}.org", "bob@example.org{}"])
def test_an_address_is_refused_when_a_character_in_it_is_not_seen(address, unseen):
    with pytest.raises(ValidationError, match="invisible character"):
        refuse_other_than_shown(address.format(unseen))


@pytest.mark.parametrize(
    "address", ["bob@example.org", "björn@bücher.example", "用户@例子.example", "o'b+x@example.org"]
)
def test_an_address_is_taken_when_all_of_it_is_seen(address):
    assert refuse_other_than_shown(address) is None


@pytest.mark.django_db
def test_nobody_signs_up_when_the_address_has_an_invisible_character(client):
    words = {"email": "bob@example.org\u200b", "password1": "an owl hoots at noon"}

    answer = client.post("/accounts/signup/", words)

    assert answer.context["form"].errors == {"email": [SENTENCE]}
    assert (User.objects.count(), mail.outbox) == (0, [])
