"""How often one account or one address may do a thing."""

# An address may be a household, an office or a school, so it may do more than an account. Before anybody is signed in,
# the account is the mailbox that a form names, and its tries are counted for each network by itself. "everywhere" is for
# all networks together: beyond it each of them is slowed down, so that a botnet gets nowhere and the owner still gets in.
RATE_LIMITS: dict[str, dict[str, str]] = {
    # One person signs up once and mistypes a few times; a class signs up in one lesson behind one address.
    "sign_up": {"account": "5/10 minutes", "address": "20/hour", "everywhere": "20/hour"},
    # Wrong passwords only. Ten tries are patience for a forgotten one; at 2,880 a day guessing ten characters is hopeless.
    "sign_in": {"account": "10/5 minutes", "address": "30/minute", "everywhere": "50/hour"},
    # Every one is a mail into somebody's mailbox, who may not be the one who asks.
    "send_code": {"account": "5/10 minutes", "address": "20/minute", "everywhere": "20/hour"},
    # Three wrong ones end a code, so this allows mistyping three codes in a row.
    "enter_code": {"account": "10/10 minutes", "address": "30/minute", "everywhere": "50/hour"},
    # The second step of a sign-in: six digits that change every half minute, so few tries guess nothing.
    "second_factor": {"account": "10/10 minutes", "address": "30/minute", "everywhere": "50/hour"},
    # Nothing to guess, and whose passkey it is is only the sender's word: counted by network alone.
    "passkey": {"address": "30/minute"},
    # A sign-in at another site: each way back from there asks that site who came.
    "provider": {"address": "30/minute"},
    # Changing a password or an address: done a few times a year, and mistyped.
    "manage_account": {"account": "10/minute", "address": "30/minute"},
    "upload": {"account": "30/minute", "address": "60/minute"},
    "submit": {"account": "20/minute", "address": "60/minute"},
    # A caption drawn for a preview after each pause in typing; a few milliseconds of work each.
    "preview": {"account": "120/minute", "address": "240/minute"},
    # A small loop of the picture for each reaction that is looked at: a fifth of a second of work.
    "rehearsal": {"account": "120/minute", "address": "240/minute"},
    # Every one opens a checkout at the provider. Ten are a person who tries each pack and goes back.
    "buy": {"account": "10/5 minutes", "address": "40/5 minutes"},
    "api": {"account": "300/minute", "address": "600/minute"},
}
