from .course_progress import CourseProgress
from .criterion_tick import CriterionTick
from .evidence_link import EvidenceLink
from .learner import Learner
from .progress_event import By, Kind, ProgressEvent, State
from .skill_claim import SkillClaim
from .step_hours import StepHours
from .step_note import StepNote
from .step_progress import StepProgress
from .sweep import Sweep
from .user import User

__all__ = [
    "By", "CourseProgress", "CriterionTick", "EvidenceLink", "Kind", "Learner", "ProgressEvent", "SkillClaim", "State",
    "StepHours", "StepNote", "StepProgress", "Sweep", "User",
]  # fmt: skip
