"""What the forms of the loop editor and of a mask make of fields that are filled in, left empty or beyond a limit."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.animations.exports.timeline import Timeline, TimelineInput, complete_timeline
from apps.animations.web.forms import LoopForm, MaskForm, values_of


def shown(**fields: object) -> Timeline:
    return complete_timeline(TimelineInput(**fields), painted=8)


def requested(now: Timeline | None = None, *, painted: int = 8, **fields: str) -> TimelineInput:
    form = LoopForm(fields)
    assert form.is_valid(), form.errors
    return form.requested(painted=painted, now=now or shown())


def test_a_form_left_empty_asks_for_the_frames_as_they_are():
    assert requested() == TimelineInput(
        fps=None,
        loop=None,
        interpolation_factor=1,
        ease=None,
        motion={},
        caption={"text": "", "position": "bottom"},
        crop={"shape": "whole", "focus": [0.5, 0.5]},
        trim=(1, 8),
    )


def test_a_form_filled_in_asks_for_what_it_says():
    assert requested(
        fps="12.5",
        loop="ping-pong",
        interpolation_factor="3",
        ease="in-out",
        camera="left",
        camera_amount="lot",
        camera_returns="stays",
        caption="Monday",
        caption_position="top",
        shape="square",
        focus_x="0",
        focus_y="1",
        first="2",
        last="5",
    ) == TimelineInput(
        fps=12.5,
        loop="ping-pong",
        interpolation_factor=3,
        ease="in-out",
        motion={"pan_x": -0.24},
        caption={"text": "Monday", "position": "top"},
        crop={"shape": "square", "focus": [0.0, 1.0]},
        trim=(2, 5),
    )


def test_a_camera_without_an_amount_moves_medium_and_returns():
    assert requested(camera="zoom-in").motion == {"zoom": 1.3, "returns": True}


def test_a_camera_as_it_was_set_stays_as_it_was_set():
    now = shown(motion={"zoom": 1.77, "turn": 5.0})
    assert requested(now, camera="own").motion == now.as_words()["motion"]
    assert requested(now, camera="").motion == {}
    assert requested(shown(), camera="own").motion == {}


def test_zero_is_a_first_and_a_last_frame_to_be_refused_later_and_not_left_empty():
    assert requested(first="0", last="0").trim == (0, 0)


@pytest.mark.parametrize(
    ("fps", "expected"),
    [("8", 16.0), ("8.009", 16.0), ("7.991", 16.0), ("8.02", 8.02), ("7.98", 7.98), ("", None), ("0", 0.0)],
)
def test_in_betweens_at_an_untouched_speed_keep_the_duration(fps, expected):
    assert requested(shown(fps=8.0), interpolation_factor="2", fps=fps).fps == expected


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("interpolation_factor", "5", "Choose from 1 to 4 shown frames per generated frame."),
        ("ease", "x", "Choose an easing from the list."),
        ("camera", "x", "Choose a camera move from the list."),
        ("camera_amount", "x", "Choose subtle, medium or strong."),
        ("camera_returns", "x", "Choose whether the camera loops back or stays."),
        ("caption", "a\x00b", "Use plain text for the caption."),
        ("caption_position", "x", "Choose top, middle or bottom for the caption."),
        ("file_size", "x", "Choose up to 1 MB, up to 2 MB or full quality."),
        ("loop", "x", "Choose one of the six loops."),
        ("fps", "x", "Choose between 1 and 50 frames per second."),
        ("fps", "nan", "Choose between 1 and 50 frames per second."),
        ("first", "x", "Enter a whole number."),
        ("last", "1.5", "Enter a whole number."),
        ("shape", "x", "Choose one of the shapes."),
        ("focus_x", "x", "Enter a number from 0 to 1."),
        ("focus_y", "x", "Enter a number from 0 to 1."),
    ],
)
def test_a_value_that_is_none_of_those_offered_is_refused_by_its_field(field, value, sentence):
    assert LoopForm({field: value}).errors.get_json_data(escape_html=False).keys() == {field}
    assert LoopForm({field: value}).errors[field] == [sentence]


def test_what_a_form_shows_for_a_timeline_asks_for_the_same_timeline():
    now = shown(
        interpolation_factor=3,
        ease="in",
        motion={"pan_x": 0.05},
        caption={"text": "no", "position": "top"},
        crop={"shape": "9:16", "focus": [0.25, 0.75]},
    )
    values = values_of(now.as_words())
    assert values == {
        "interpolation_factor": "3",
        "ease": "in",
        "camera": "right",
        "camera_amount": "little",
        "camera_returns": "stays",
        "caption": "no",
        "caption_position": "top",
        "shape": "9:16",
        "focus_x": 0.25,
        "focus_y": 0.75,
    }
    assert complete_timeline(requested(now, **values), painted=8).as_words() == now.as_words()


def test_a_form_for_a_timeline_of_defaults_shows_the_defaults():
    assert values_of({}) == {
        "interpolation_factor": "1",
        "ease": "linear",
        "camera": "",
        "camera_amount": "medium",
        "camera_returns": "back",
        "caption": "",
        "caption_position": "bottom",
        "shape": "whole",
        "focus_x": 0.5,
        "focus_y": 0.5,
    }


@pytest.mark.parametrize(
    ("size", "errors"),
    [
        (1, []),
        (2 * 2**20, []),
        (2 * 2**20 + 1, ["That picture is 3 MB. The limit is 2 MB."]),
        (0, ["That file is empty. Choose another one."]),
    ],
)
def test_a_mask_may_be_as_large_as_an_upload_and_no_larger(settings, size, errors):
    settings.UPLOAD_MAX_BYTES = 2 * 2**20
    form = MaskForm({}, {"mask": SimpleUploadedFile("mask.png", b"x" * size)})
    assert form.errors.get("mask", []) == errors
    assert form.is_valid() == (errors == [])


def test_a_mask_that_did_not_come_is_asked_for_again():
    assert MaskForm({}, {}).errors["mask"] == ["Your painted area didn't upload. Paint it again."]
