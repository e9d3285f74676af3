"""Tasks are sent by name, so a name that nobody registered would be a message that no worker ever reads."""

from celery import current_app

from apps.common.task_queue import TaskName


def test_every_name_that_is_sent_is_registered_and_every_task_of_ours_has_a_name_that_is_sent():
    current_app.loader.import_default_modules()
    sent = {name.value for tasks in TaskName.__subclasses__() for name in tasks}
    registered = {str(name) for name in current_app.tasks if not name.startswith("celery.")}
    assert sent
    assert registered == sent
