from accounts.models.calendar_link import CalendarEvent, CalendarLink
from accounts.models.course_progress import CourseProgress
from accounts.models.criterion_tick import CriterionTick
from accounts.models.data_import import DataImport
from accounts.models.evidence_link import EvidenceLink
from accounts.models.learner import Learner
from accounts.models.progress_event import By, Kind, ProgressEvent, State
from accounts.models.shared_link import ProjectSentence, SharedLink
from accounts.models.skill_claim import SkillClaim
from accounts.models.step_hours import StepHours
from accounts.models.step_note import StepNote
from accounts.models.step_progress import StepProgress
from accounts.models.study_plan import StudyPlan
from accounts.models.sweep import Sweep
from accounts.models.user import User

__all__ = [
    "By", "CalendarEvent", "CalendarLink", "CourseProgress", "CriterionTick", "DataImport", "EvidenceLink", "Kind",
    "Learner", "ProgressEvent", "ProjectSentence", "SharedLink", "SkillClaim", "State", "StepHours", "StepNote",
    "StepProgress", "StudyPlan", "Sweep", "User",
]  # fmt: skip
