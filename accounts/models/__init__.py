from .learner import Learner
from .progress_event import By, ProgressEvent, State
from .step_progress import StepProgress
from .user import User

__all__ = ["By", "Learner", "ProgressEvent", "State", "StepProgress", "User"]
