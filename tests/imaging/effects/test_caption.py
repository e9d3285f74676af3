import numpy as np
import pytest

from apps.imaging.effects.caption import CaptionDoesNotFit, caption_layer, clean_text, draw_caption, missing_characters
from apps.imaging.effects.crop import safe_area
from apps.imaging.effects.lettering import Line, _clusters, runs_of
from tests.imaging.mixed_lines import LINES

GRAY = np.full((200, 300, 3), 128, np.uint8)


def touched(frame):
    rows, columns = np.nonzero((frame != 128).any(axis=2))
    return rows.min(), rows.max(), columns.min(), columns.max()


@pytest.mark.parametrize("position", ["top", "middle", "bottom"])
@pytest.mark.parametrize(
    "text", ["Friday", "when the build is green on a Friday afternoon", "ÅÇgjpqy\nzwölf Übergrößen"]
)
def test_a_caption_stays_inside_the_safe_area_where_it_was_wanted(position, text):
    area = safe_area(300, 200)

    top, bottom, left, right = touched(draw_caption(GRAY, text, position=position))

    assert area.top <= top < bottom < area.top + area.height
    assert area.left <= left < right < area.left + area.width
    assert abs((left + right) / 2 - 149.5) < 4
    assert {"top": top < 40, "middle": abs((top + bottom) / 2 - 100) < 12, "bottom": bottom > 160}[position]


def test_letters_are_light_and_their_outline_is_dark():
    drawn = draw_caption(GRAY, "HELLO")

    assert (drawn == 255).all(axis=2).sum() > 200
    assert (drawn == 0).all(axis=2).sum() > 200


def test_a_long_caption_becomes_smaller_and_one_without_end_is_refused():
    short, long = (touched(draw_caption(GRAY, "word " * count)) for count in (3, 20))

    assert long[1] - long[0] < 3 * (short[1] - short[0])
    with pytest.raises(CaptionDoesNotFit):
        draw_caption(GRAY, "word " * 40)
    with pytest.raises(CaptionDoesNotFit):
        draw_caption(GRAY[:8, :8], "word")
    with pytest.raises(CaptionDoesNotFit):
        draw_caption(GRAY, "w" * 150)


def test_emoji_are_drawn_and_a_joined_one_is_one_picture():
    one, joined, apart = (touched(draw_caption(GRAY, text)) for text in ("👩", "👩\u200d💻", "👩💻"))

    assert joined[3] - joined[2] < 1.3 * (one[3] - one[2]) < apart[3] - apart[2]


def seen(text):
    """What of a text can be told apart by its place: emoji style and keycaps draw nothing of their own here."""
    return [character for character in text if character not in "\ufe0f\u20e3"]


def left_to_right(paragraph):
    """The characters of a paragraph as they stand on one line; marks follow their letter."""
    runs = runs_of(Line(paragraph, 0, len(paragraph)))
    return "".join("".join(reversed(list(_clusters(run.text)))) if run.leftward else run.text for run in runs)


@pytest.mark.parametrize("line", LINES)
def test_a_line_stands_in_the_order_in_which_a_browser_shows_it(line):
    assert seen(left_to_right(line)) == seen(LINES[line])


def test_in_the_picture_too_the_word_before_the_emoji_stands_to_its_right():
    frame = draw_caption(GRAY, "\u05e9\u05e9\u05e9\u05e9 😭 \u05d9")

    _, _, left, right = touched(frame)
    spaces = np.flatnonzero((frame == 128).all(axis=(0, 2))[left : right + 1])
    assert spaces.mean() < (right - left) * 0.5


def test_a_mark_that_no_font_has_is_named_although_a_circle_would_be_drawn_under_it():
    assert missing_characters("Z\u0351\u036b") == "\u036b"
    assert missing_characters("e\u0301 a\u0323 שָׁ") == ""


def test_missing_characters_are_named_before_anything_is_drawn():
    assert missing_characters("Žluťoučký Ωμέγα Жизнь 🎉🥹 ❤️ 1️⃣ 👍🏽 👩‍💻") == ""
    assert missing_characters("漢 and 字 and 漢") == "漢字"


@pytest.mark.parametrize("position", ["top", "bottom"])
def test_what_a_preview_lays_over_a_picture_is_what_is_drawn_into_it(position):
    frame = np.random.default_rng(1).integers(0, 255, (200, 300, 3), np.uint8)
    layer = caption_layer(300, 200, "When it's Monday 😀🔥", position=position).astype(float)
    part = layer[..., 3:] / 255

    laid = layer[..., :3] * part + frame * (1 - part)

    assert np.abs(laid - draw_caption(frame, "When it's Monday 😀🔥", position=position)).max() <= 2


def test_a_pile_of_accents_stays_in_its_line():
    area = safe_area(300, 200)
    piled = "".join(letter + "\u0301\u0302\u0303\u0307" * 8 for letter in "Ago")

    top, *_ = touched(draw_caption(GRAY, f"one line\n{piled}", position="bottom"))
    plain, *_ = touched(draw_caption(GRAY, "one line\nAgo", position="bottom"))
    assert abs(top - plain) <= 1
    assert touched(draw_caption(GRAY, piled, position="top"))[0] >= area.top
    assert clean_text("ẫ ệ ❤️ 1️⃣ 👩‍💻") == "ẫ ệ ❤️ 1️⃣ 👩‍💻"


def test_control_characters_and_spare_spaces_are_left_out():
    assert clean_text(" a\x00\t b \r\n\n c\x1b ") == "a b\nc"
    assert np.array_equal(draw_caption(GRAY, " \n\t "), GRAY)


def test_the_same_caption_gives_the_same_pixels_and_leaves_the_frame_alone():
    before = GRAY.copy()

    assert np.array_equal(draw_caption(GRAY, "again 🎉"), draw_caption(GRAY, "again 🎉"))
    assert np.array_equal(GRAY, before)


def test_a_position_of_another_name_is_refused():
    with pytest.raises(ValueError, match="no position is called"):
        draw_caption(GRAY, "a", position="left")
