from guide.models.background import Background, BackgroundSkill
from guide.models.chapter import Belief, BeliefStep, Chapter, Question, Reading, Term
from guide.models.conflict import Conflict
from guide.models.content import Content, Keyed, Named, name_order
from guide.models.course import Course
from guide.models.course_links import CoursePrerequisite, CourseSkill
from guide.models.draft_note import DraftNote
from guide.models.due_run import DueRun
from guide.models.employer import Employer
from guide.models.link import Link
from guide.models.loaded import LoadedFile, LoadedRecord
from guide.models.market import (
    Fact,
    Industry,
    OutlookNumber,
    OutlookNumberFact,
)
from guide.models.provider import Provider
from guide.models.rate import ExchangeRate, PriceIndex, PriceLevel
from guide.models.report import Report
from guide.models.revision import Revision
from guide.models.roadmap import Roadmap, Stage, Stop
from guide.models.role import Requirement, Role, RoleNeighbour
from guide.models.salary import Occupation, OccupationRole, Salary, SurveyTitle
from guide.models.search import (
    FormerName,
    MissedSearch,
    OtherName,
    SearchBuild,
    SearchDeletion,
    SearchRow,
    SearchWord,
)
from guide.models.site_page import SitePage
from guide.models.skill import Category, Mention, Skill, SkillPrerequisite, Track
from guide.models.source import Citation, Source
from guide.models.stale_text import StaleText
from guide.models.step import (
    Criterion,
    Step,
    StepPrerequisite,
    StepSkill,
    StepSuccessor,
)
from guide.models.step_course import StepCourse
from guide.models.version import ContentVersion
from guide.models.website import Website

__all__ = [
    "Background", "BackgroundSkill", "Belief", "BeliefStep", "Category", "Chapter", "Citation", "Conflict", "Content",
    "ContentVersion", "Course",
    "CoursePrerequisite", "CourseSkill", "Criterion", "DraftNote", "DueRun",
    "Employer", "ExchangeRate", "Fact", "FormerName", "Industry",
    "Keyed", "Link",
    "LoadedFile", "LoadedRecord", "Mention", "MissedSearch", "Named", "Occupation", "OccupationRole", "OtherName",
    "OutlookNumber",
    "OutlookNumberFact", "PriceIndex", "PriceLevel",
    "Provider", "Question", "Reading", "Report", "Requirement", "Revision", "Roadmap", "Role", "RoleNeighbour",
    "Salary", "SearchBuild",
    "SearchDeletion", "SearchRow", "SearchWord", "SitePage", "Skill",
    "SkillPrerequisite", "Source", "Stage", "StaleText", "Step", "StepCourse",
    "StepPrerequisite", "StepSkill", "StepSuccessor",
    "Stop",
    "SurveyTitle", "Term", "Track", "Website", "name_order",
]  # fmt: skip
