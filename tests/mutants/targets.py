"""Which modules are mutated, the tests that guard each, and the mutants that change nothing, with the reason."""

CHAIN = [
    "tests/animations/rendering/test_chain.py",
    "tests/animations/rendering/test_deadlines.py",
    "tests/animations/rendering/test_fallback.py",
]

TARGETS: dict[str, list[str]] = {
    "apps/credits/services/grants.py": ["tests/credits"],
    "apps/credits/services/holds.py": ["tests/credits", "tests/animations/rendering/test_chain.py"],
    "apps/credits/services/transfers.py": ["tests/credits"],
    "apps/credits/services/wallets.py": ["tests/credits"],
    "apps/credits/services/clawback.py": [
        "tests/credits",
        "tests/payments/services/test_taking_back.py",
        "tests/payments/services/test_debts.py",
    ],
    "apps/animations/rendering/claim.py": [
        *CHAIN,
        "tests/animations/rendering/test_races.py",
        "tests/animations/create/test_limits.py",
    ],
    "apps/animations/rendering/settle.py": [
        *CHAIN,
        "tests/animations/rendering/test_review.py",
        "tests/animations/rendering/test_spool.py",
    ],
    "apps/payments/services/settle.py": ["tests/payments"],
    "apps/payments/services/refunds.py": ["tests/payments"],
    "apps/gallery/services.py": ["tests/gallery"],
    "apps/gallery/selectors.py": ["tests/gallery"],
    "apps/gallery/views.py": ["tests/gallery"],
}

EQUIVALENT: dict[str, str] = {
    "apps/gallery/selectors.py 1: 2": "one row more is read than is looked at",
    "apps/gallery/views.py not publication.has_video or publication.video is None: And": "has_video says both",
    "apps/gallery/services.py 12: 13": "a slug of one byte more",
    "apps/gallery/services.py True: False": "a new id is inserted either way",
}
