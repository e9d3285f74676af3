"""People with credits who start and cancel animations, and an operator, in a process of its own with the site's settings.

Reads one JSON object a line and answers each with one line. A failure is answered too: `{"error": …}`.
"""

import json
import os
import sys
import uuid
from contextlib import suppress
from typing import Any

import django

CREDITS = 100_000  # more than any storm spends, so that no storm is about empty balances


class Crowd:
    def __init__(self) -> None:
        self.people: list[Any] = []

    def gather(self, people: int) -> list[str]:
        """So many more people; returns an API token of each."""
        from apps.api.services import create_token
        from tests.factories.accounts import make_person

        new = [make_person("storm", credits=CREDITS, password=None) for _ in range(people)]
        self.people += new
        return [create_token(user=person, name="Storm")[1] for person in new]

    def start(self, frames: int, seeds: list[int]) -> list[str]:
        """One animation a seed, in turns for everybody who was gathered; returns their ids."""
        from django.utils import timezone

        from apps.animations.create.picture import take_picture
        from apps.animations.create.recipe import RecipeInput, complete
        from apps.animations.create.submit import submit_animation
        from apps.imaging.sandbox.process import default_sandbox
        from tests.animations.harness import small_picture

        sandbox = default_sandbox()
        picture = take_picture(image=small_picture(), mask=None, engine="stability", sandbox=sandbox)
        started = []
        for index, seed in enumerate(seeds):
            wish = RecipeInput("silent fury", engine="stability", model="sd3.5-flash", frames=frames, seed=seed)
            animation = submit_animation(
                owner=self.people[index % len(self.people)],
                request_key=uuid.uuid4().hex,
                picture=picture,
                recipe=complete(wish, masked=False),
                price_shown=None,
                now=timezone.now(),
            )
            started.append(str(animation.pk))
        return started

    def cancel(self, animation: str) -> bool:
        """Whether it could still be cancelled."""
        from django.utils import timezone

        from apps.animations.rendering.end import NotCancellable, cancel_animation

        try:
            cancel_animation(animation_id=uuid.UUID(animation), now=timezone.now())
        except NotCancellable:
            return False
        return True

    def decide(self, again: bool) -> list[int]:
        """As an operator about every frame in review: `again`, if it may be, or not; returns how many of each."""
        from django.utils import timezone

        from apps.animations.models import Frame, FrameState
        from apps.animations.rendering.review import NoTryLeft, give_up_frame, repeat_frame

        repeated = given_up = 0
        for frame in Frame.objects.filter(state=FrameState.REVIEW):
            if again:
                with suppress(NoTryLeft):
                    repeat_frame(frame_id=frame.pk, now=timezone.now())
                    repeated += 1
                    continue
            give_up_frame(frame_id=frame.pk, now=timezone.now())
            given_up += 1
        return [repeated, given_up]


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "gifsite.settings"
    django.setup()
    from django.db import close_old_connections, connections

    crowd = Crowd()
    verbs = {"gather": crowd.gather, "start": crowd.start, "cancel": crowd.cancel, "decide": crowd.decide}
    for line in sys.stdin:
        asked = json.loads(line)
        verb = asked.pop("do")
        close_old_connections()
        try:
            answer = verbs[verb](**asked)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        connections.close_all()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
