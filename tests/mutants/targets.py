"""Which modules are mutated, the tests that guard each, and the mutants that change nothing, with the reason."""

LEDGER = ["tests/credits/services", "tests/credits/test_rules.py"]
CLAIM = [
    "tests/animations/rendering/test_claim.py",
    "tests/animations/rendering/test_deadlines.py",
    "tests/animations/rendering/test_fallback.py",
]
SETTLE = ["tests/animations/rendering/test_settle.py", "tests/animations/rendering/test_chain.py"]

PURCHASE = [
    "tests/payments/services/test_settle.py",
    "tests/payments/services/test_checkout.py",
    "tests/payments/services/test_checkout_keys.py",
    "tests/payments/services/test_duplicates.py",
    "tests/payments/services/test_debts.py",
]

TARGETS: dict[str, list[str]] = {
    "apps/credits/rules.py": ["tests/credits/test_rules.py"],
    "apps/credits/services/ceilings.py": LEDGER,
    "apps/credits/services/free.py": ["tests/credits/services/test_free.py", *LEDGER, "tests/accounts/test_farming.py"],
    "apps/credits/services/grants.py": LEDGER,
    "apps/credits/services/holds.py": LEDGER,
    "apps/credits/services/transfers.py": LEDGER,
    "apps/credits/services/wallets.py": LEDGER,
    "apps/credits/services/clawback.py": LEDGER,
    "apps/animations/rendering/claim.py": CLAIM,
    "apps/animations/rendering/settle.py": SETTLE,
    "apps/payments/services/settle.py": PURCHASE,
    "apps/payments/services/refunds.py": ["tests/payments/services/test_refunds.py"],
    "apps/gallery/services.py": ["tests/gallery"],
    "apps/gallery/selectors.py": ["tests/gallery"],
    "apps/gallery/views.py": ["tests/gallery"],
}

ON_SQLITE_TOO = {"apps/credits/rules.py"}
"""What differs from database to database."""

EQUIVALENT: dict[str, str] = {
    "apps/gallery/selectors.py 1: 2": "one row more is read than is looked at",
    "apps/gallery/views.py not publication.has_video or publication.video is None: And": "has_video says both",
    "apps/gallery/services.py 12: 13": "a slug of one byte more",
    "apps/gallery/services.py True: False": "a new id is inserted either way",
}
