from pathlib import Path
from textwrap import dedent

import pytest

from tests.house.atomic_errors import caught_in_transactions

ROOT = Path(__file__).parent.parent.parent
IMPORTS = """
from contextlib import suppress
from django.db import DatabaseError, IntegrityError, transaction
from shop.errors import DataError as OurOwn
"""


def found(body: str, **others: str) -> list[str]:
    """The modules in which an error is caught inside a transaction; `body` is that of `shop.here`."""
    sources = {"shop.here": body, **{f"shop.{name}": text for name, text in others.items()}}
    places = caught_in_transactions({name: IMPORTS + dedent(text) for name, text in sources.items()})
    return [place.partition(":")[0] for place in places]


def test_no_database_error_is_caught_inside_a_transaction():
    sources = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path.read_text(
            encoding="utf-8"
        )
        for path in ROOT.glob("apps/**/*.py")
        if "migrations" not in path.parts
    }
    assert len(sources) > 200
    assert caught_in_transactions(sources) == []


@pytest.mark.parametrize(
    "body",
    [
        """
        def buy():
            with transaction.atomic():
                try:
                    save()
                except IntegrityError:
                    pass
        """,
        """
        @transaction.atomic
        def buy():
            for row in rows:
                try:
                    save(row)
                except (ValueError, DatabaseError):
                    log()
        """,
        """
        def buy():
            with opened() as file, transaction.atomic():
                with suppress(IntegrityError):
                    save(file)
        """,
        """
        def buy():
            with transaction.atomic():
                try:
                    with transaction.atomic(savepoint=False):
                        save()
                except Exception:
                    return None
        """,
        """
        def buy():
            with transaction.atomic():
                pay()

        def pay():
            book()

        def book():
            try:
                save()
            except IntegrityError as error:
                if str(error):
                    return
                raise
        """,
        """
        class Register:
            def buy(self):
                with transaction.atomic():
                    self.book()

            def book(self):
                try:
                    save()
                except IntegrityError:
                    return None
        """,
    ],
)
def test_an_error_that_is_caught_inside_a_transaction_is_found(body):
    assert found(body) == ["shop.here"]


def test_an_error_is_found_in_another_module_that_a_transaction_calls():
    book = """
        def book():
            try:
                save()
            except IntegrityError:
                pass
        """
    by_name = """
        from shop.ledger import book

        def buy():
            with transaction.atomic():
                book()
        """
    by_module = """
        from shop import ledger

        def buy():
            with transaction.atomic():
                ledger.book()
        """
    assert (found(by_name, ledger=book), found(by_module, ledger=book)) == (["shop.ledger"], ["shop.ledger"])


@pytest.mark.parametrize(
    "body",
    [
        """
        def buy():
            try:
                with transaction.atomic():
                    save()
            except IntegrityError:
                return None
        """,
        """
        def buy():
            with transaction.atomic():
                try:
                    with transaction.atomic():
                        save()
                except IntegrityError:
                    pass
        """,
        """
        def buy():
            with transaction.atomic():
                with suppress(IntegrityError), transaction.atomic():
                    save()
        """,
        """
        def buy():
            with transaction.atomic():
                try:
                    save()
                except IntegrityError as error:
                    raise SoldOut from error
        """,
        """
        def buy():
            with transaction.atomic():
                transaction.on_commit(tell)

        def tell():
            try:
                save()
            except DatabaseError:
                pass
        """,
        """
        def buy():
            with transaction.atomic():
                try:
                    read()
                except (OSError, OurOwn):
                    pass
        """,
    ],
)
def test_an_error_that_leaves_a_transaction_or_has_a_savepoint_is_none_of_these(body):
    assert found(body) == []
