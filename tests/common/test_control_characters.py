"""What is not seen must not change what is."""

import unicodedata

import pytest

from apps.common.control_characters import strip_control_characters


@pytest.mark.parametrize(
    "control", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\x00\x1b\x7f\x9b"]
)
def test_controls_go(control):
    assert strip_control_characters(f"a{control}b") == "ab"


@pytest.mark.parametrize("text", ["two\r\nlines\tand a tab", "غضب صامت", "👩‍👩‍👧 🏳️‍🌈", "e\u0301té", "😡"])
def test_what_people_write_stays(text):
    assert strip_control_characters(text) == text


def test_every_character_that_unicode_calls_a_control_of_direction_goes():
    controls = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    found = [chr(code) for code in range(0x110000) if unicodedata.bidirectional(chr(code)) in controls]
    assert strip_control_characters("".join(found)) == ""


@pytest.mark.parametrize(
    "text", ["", " \n", "\u200b", "\u200d\u2060", "\ufe0f", "\u3164 \u115f", "\u00ad\ufeff", "\u2800"]
)
def test_text_is_unseen_when_nothing_of_it_is_drawn(text):
    assert strip_control_characters(text) == ""


@pytest.mark.parametrize("text", ["a", "\u200bé", "😡", "👩\u200d👧", "❤️", "غضب", "-"])
def test_text_is_seen_when_one_character_is_drawn(text):
    assert strip_control_characters(text) != ""


@pytest.mark.parametrize(
    "code", [0x200B, 0x2060, 0x200D, 0xFEFF, 0x115F, 0x3164, 0x2800, 0xFE0F, 0x034F, 0x00A0, 0xE0100]
)
def test_a_text_in_which_nothing_can_be_seen_is_empty(code):
    assert strip_control_characters(f" {chr(code)}{chr(code)}\n") == ""
    assert strip_control_characters(f"a{chr(code)}") == f"a{chr(code)}"
