from apps.common.task_queue import TaskName


class AnimationTask(TaskName):
    STEP = "animations.step"
    ENCODE = "animations.encode"
    CORRECT = "animations.correct"
    HEARTBEAT = "animations.heartbeat"
