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

REFUND = ["tests/payments/services/test_refunds.py"]

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
    "apps/payments/services/sessions.py": PURCHASE,
    "apps/payments/services/purchase_grant.py": PURCHASE,
    "apps/payments/services/refunds.py": REFUND,
    "apps/payments/services/refund_rules.py": REFUND,
    "apps/payments/services/unanswered_refunds.py": REFUND,
    "apps/gallery/services.py": ["tests/gallery"],
    "apps/gallery/public_files.py": ["tests/gallery"],
    "apps/gallery/selectors.py": ["tests/gallery"],
    "apps/gallery/views.py": ["tests/gallery"],
    "apps/gallery/file_views.py": ["tests/gallery"],
}

ON_SQLITE_TOO = {"apps/credits/rules.py"}
"""What differs from database to database."""

EQUIVALENT: dict[str, str] = {
    **{f"{path} True: False in no_key=True": "a stronger lock of the same rows" for path in TARGETS},
    "apps/gallery/selectors.py 1: 2 in PAGE_SIZE + 1": "one row more is read than is looked at",
    "apps/gallery/file_views.py not publication.has_video or publication.video is None: And": "has_video says both",
    "apps/gallery/services.py 12: 13 in SLUG_BYTES = 12": "a slug of one byte more",
    "apps/gallery/services.py True: False in force_insert=True": "a new id is inserted either way",
    "apps/credits/services/ceilings.py no super().__init__(code)": "an exception keeps what it was made with",
    "apps/credits/services/ceilings.py False: True in savepoint=False": "a savepoint more; nothing is caught inside",
    "apps/credits/services/ceilings.py len(codes) <= 3: Lt": "the statement for any number finds the same three",
    "apps/credits/services/ceilings.py 2: 3 in len(codes) // 2": "of two codes one stands twice, whichever it is",
    "apps/credits/services/free.py 100: 101 in *, now: datetime, limit: int=100": "one more in a batch",
    "apps/credits/services/holds.py False: True in savepoint=False": "a savepoint more; nothing is caught inside",
    "apps/credits/services/holds.py len(refs) <= 3: Lt": "the statement for any number finds the same three",
    "apps/credits/services/holds.py 2: 3 in len(refs) // 2": "of two refs one stands twice, whichever it is",
    "apps/credits/services/wallets.py 1: 2 in :1": "one block is enough to know that there is one",
    "apps/credits/services/wallets.py lot.available > 0: GtE": "an empty lot pays nothing",
    "apps/credits/services/wallets.py wallet.debt is None or wallet.owed == 0: And": "of a debt of nothing nothing is paid",
    "apps/credits/services/wallets.py SpendingBlock.objects.filter(pk=frozen.pk).update(ended_at=None, began_at=now) > 0: GtE": (
        "the block was read a line before, and none is ever deleted"
    ),
    "apps/credits/services/clawback.py missing > 0: GtE": "what is missing is not 0 there",
    "apps/credits/services/clawback.py pay_debt(lock_wallet(ledger_owner)) > 0: GtE": (
        "whoever owes and has bought credits pays something, unless somebody else was faster"
    ),
    "apps/credits/services/clawback.py 200: 201 in *, limit: int=200": "one more in a batch",
    "apps/credits/services/clawback.py 200: 201 in *, now: datetime, limit: int=200": "one more in a batch",
    "apps/animations/rendering/claim.py no super().__init__(str(animation))": "nobody reads the words of a private exception",
    "apps/animations/rendering/claim.py frame.position - 1: Add": "a mask walks stored frames only, and none after this one is stored",
    "apps/animations/rendering/claim.py 1: 2 in :1": "one row more is read than is looked at",
    "apps/animations/rendering/claim.py time.monotonic() >= claim.call_until: Gt": "a steady clock does not stand still",
    "apps/animations/rendering/settle.py 0: 1 in submission.n or 0": "an open call has a number",
    "apps/animations/rendering/settle.py False: True in remember=False": "what is remembered is what is stored",
    "apps/payments/services/settle.py 6: 7 in ROUNDS = 6": "one look more before the next message or audit looks",
    "apps/payments/services/settle.py False: True in has_paid_debt = False": "disputes are looked at once more, with the same end",
    "apps/payments/services/purchase_grant.py paid > 0: GtE": "disputes are looked at once more, with the same end",
    "apps/payments/services/settle.py 1: 2 in purchase.version += 1": "a version says that something changed, not how often",
    "apps/payments/services/refund_rules.py purchase.state != PurchaseState.PAID or purchase.lot is None or purchase.paid_at is None: And": (
        "paid_purchase_has_its_lot: the three are true of the same purchases"
    ),
    "apps/payments/services/refund_rules.py no super().__init__(says)": "an exception keeps what it was made with",
    "apps/payments/services/unanswered_refunds.py 20: 21 in BATCH = 20": "one more in a batch",
    "apps/payments/services/refunds.py 1: 2 in purchase.version += 1": "a version says that something changed, not how often",
}
