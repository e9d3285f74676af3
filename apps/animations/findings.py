"""This app's part of the proof that everything adds up: frames, calls and the ledger."""

import hashlib
from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Count, F, Sum

from apps.animations import media
from apps.animations.models import Frame, FrameState, Submission, SubmissionState
from apps.credits.models import Transfer, TransferKind
from apps.credits.selectors import open_hold_refs


def findings_of_animations(*, deep: bool, now: datetime) -> list[str]:
    """Return what does not add up between frames, calls and the ledger. Empty is healthy."""
    found = []
    # Money first: what was captured, and what is still held for something that is over.
    found += _wrong_charges()
    open_refs = {*open_hold_refs("frame:"), *open_hold_refs("surcharge:")}
    unfinished = {ref for frame in Frame.objects.unfinished() for ref in (frame.ref, frame.surcharge_ref)}
    found += [f"{ref} still holds credits but its life is over" for ref in sorted(open_refs - unfinished)]
    open_calls = {f"submission:{pk}" for pk in Submission.objects.open().values_list("pk", flat=True)}
    found += [
        f"{ref} still holds spending but has ended" for ref in sorted(set(open_hold_refs("submission:")) - open_calls)
    ]
    # A frame is called again only after its earlier calls were settled.
    for frame_id, calls in (
        Submission.objects.exclude(n=None).values_list("frame").annotate(calls=Count("id")).filter(calls__gt=1)
    ):
        earlier = Submission.objects.filter(frame=frame_id).exclude(n=None).order_by("n")[: calls - 1]
        found += [
            f"frame {frame_id} was called again although call {call.n} is {call.state}"
            for call in earlier
            if call.state == SubmissionState.SENT
        ]
    # The sweeper settles these within minutes.
    late = Submission.objects.open().filter(deadline_at__lt=now - timedelta(minutes=5)).count()
    if late:
        found.append(f"{late} calls are open long after their deadline: is the sweeper running?")
    rendering = Frame.objects.filter(state=FrameState.RENDERING).exclude(submissions__state=SubmissionState.SENT)
    found += [f"{frame.ref} is being painted without a call" for frame in rendering]
    if deep:
        found += _unreadable_frames()
    return found


def _wrong_charges() -> list[str]:
    """Return frames for which something else was captured than the price of the model that painted them."""
    captured: Counter[str] = Counter()
    for kind in ("frame:", "surcharge:"):
        rows = Transfer.objects.filter(kind=TransferKind.PEND_POST, ref__startswith=kind).values_list("ref")
        for ref, amount in rows.annotate(Sum("amount")):
            captured[ref.removeprefix(kind)] += int(amount)
    owed = {str(pk): credits for pk, credits in Frame.objects.stored().values_list("pk", "credits") if credits}
    found = [f"frame:{pk} is charged but not stored" for pk in sorted(captured.keys() - owed.keys())]
    found += [f"frame:{pk} is stored but not charged" for pk in sorted(owed.keys() - captured.keys())]
    found += [
        f"frame:{pk} cost {owed[pk]} credits but {captured[pk]} are charged"
        for pk in sorted(owed.keys() & captured.keys())
        if owed[pk] != captured[pk]
    ]
    won = Submission.objects.filter(state=SubmissionState.WON)
    for model, price in (("model", "credits_per_frame"), ("fallback_model", "fallback_credits_per_frame")):
        wrong = won.filter(model=F(f"animation__{model}")).exclude(frame__credits=F(f"animation__{price}"))
        found += [f"frame:{pk} does not cost what {by} costs" for pk, by in wrong.values_list("frame", "model")]
    strangers = won.exclude(model=F("animation__model")).exclude(model=F("animation__fallback_model"))
    found += [
        f"frame:{pk} was painted by {by}, which nobody chose" for pk, by in strangers.values_list("frame", "model")
    ]
    return found


def _unreadable_frames() -> list[str]:
    found = []
    # Of what was erased on purpose only the charges are proved.
    kept = Frame.objects.stored().filter(animation__erased_at=None)
    # The rows are all read before the first file: reading one gives the connection back, and a cursor with it.
    for key, sha256 in list(kept.values_list("image_key", "sha256")):
        try:
            data = media.read(key)
        except Exception as error:  # noqa: BLE001 - whatever the store raises is the finding
            found.append(f"{key} cannot be read: {error}")
            continue
        if hashlib.sha256(data).hexdigest() != sha256:
            found.append(f"{key} is not what was stored")
    return found
