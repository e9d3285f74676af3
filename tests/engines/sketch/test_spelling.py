import pytest

from apps.engines.sketch.spelling import Spelling, fold

SPELLING = Spelling(
    [
        "smile",
        "love",
        "confetti",
        "smiles",
        "cry",
        "hat",
        "hate",
        "nod",
        "embarrassed",
        "fire",
        "pleased",
        "haha",
        "then",
    ],
    exact={"then"},
    own={"pleased"},
)


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("smile", "smile"),
        ("smiles", "smile"),
        ("smiling", "smile"),
        ("cried", "cry"),
        ("nodding", "nod"),
        ("hated", "hate"),
        ("hats", "hat"),
        ("pleased", "pleased"),
        ("fires", "fire"),
        ("fired", "fired"),
        ("thens", None),
        ("smiiiile", "smile"),
        ("cryy", "cry"),
        ("hahahah", "haha"),
        ("smell", "smell"),
        ("xy", "xy"),
        ("smlie", None),
    ],
)
def test_a_word_leads_to_the_plainest_one_of_its_inflections(written: str, base: str | None) -> None:
    assert SPELLING.base(written) == base


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("lvoe", "love"),
        ("conffeti", "confetti"),
        ("smlie", "smile"),
        ("msile", "smile"),
        ("smilng", "smile"),
        ("xmile", "xmile"),
        ("asmile", "asmile"),
        ("embarased", "embarrassed"),
        ("cqy", "cqy"),
        ("smqqe", "smqqe"),
    ],
)
def test_a_misspelled_word_leads_to_the_nearest_that_begins_alike(written: str, meant: str) -> None:
    assert SPELLING.nearest(written) == meant


@pytest.mark.parametrize(
    ("written", "folded"), [("don't", "dont"), ("he's", "he"), ("isn't", "not"), ("they're", "they")]
)
def test_contractions_are_written_out(written: str, folded: str) -> None:
    assert fold(written) == folded
