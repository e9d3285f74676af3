import pytest
from django.utils import timezone

from apps.animations import media
from apps.animations.exports.versions import comment_for, encode_export, request_export
from apps.imaging.formats.measure import measure
from tests.animations.harness import Harness
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.both_databases]


def test_each_writer_and_quality_makes_a_file_of_its_own(harness: Harness, settings):
    animation = harness.start(make_person("alice", credits=100), frames=2)
    harness.run(harness.render_context())
    files = set()
    for settings.GIF_WRITER, settings.GIF_QUALITY in [("plain", 60), ("best", 60), ("best", 20), ("best", 60)]:
        export = request_export(animation=animation, now=timezone.now())
        encode_export(export_id=export.pk, now=timezone.now())
        export.refresh_from_db()
        files.add(media.read(export.key))
        measured = measure(media.read(export.key))
        assert (measured.frames, measured.size_bytes) == (2, export.size_bytes)
        assert comment_for(animation).encode() in media.read(export.key)
        assert comment_for(animation).endswith(f"Recipe {animation.request_hash[:16]}.")
        assert animation.request_hash
    assert len(files) == 3
