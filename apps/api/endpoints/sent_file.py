"""A file that was sent, within the limit."""

import math
from http import HTTPStatus

from django.conf import settings
from ninja.files import UploadedFile

from apps.api.problems import ProblemRaised


def bytes_of(file: UploadedFile) -> bytes:
    limit = settings.UPLOAD_MAX_BYTES
    if (file.size or 0) > limit:
        raise ProblemRaised(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "picture",
            f"That picture is {math.ceil((file.size or 0) / 2**20)} MB. The limit is {limit // 2**20} MB. Nothing was charged.",
        )
    data: bytes = file.read()
    return data
