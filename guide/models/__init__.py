from .chapter import Belief, BeliefStep, Chapter, Question, Reading, Term
from .conflict import Conflict
from .content import Content, Keyed, Named, name_order
from .course import Course, CoursePrerequisite, CourseSkill, Provider
from .loaded import LoadedFile, LoadedRecord
from .market import Employer, Fact, Industry
from .rate import ExchangeRate, PriceIndex, PriceLevel
from .roadmap import Roadmap, Stage, Stop
from .role import Requirement, Role, RoleNeighbour
from .salary import Occupation, OccupationRole, Salary, SurveyTitle
from .skill import Category, Mention, Skill, SkillPrerequisite, Track
from .source import Citation, Source
from .step import Criterion, Step, StepPrerequisite, StepSkill, StepSuccessor
from .version import ContentVersion

__all__ = [
    "Belief", "BeliefStep", "Category", "Chapter", "Citation", "Conflict", "Content", "ContentVersion", "Course",
    "CoursePrerequisite", "CourseSkill", "Criterion", "Employer", "ExchangeRate", "Fact", "Industry", "Keyed",
    "LoadedFile", "LoadedRecord", "Mention", "Named", "Occupation", "OccupationRole", "PriceIndex", "PriceLevel",
    "Provider", "Question", "Reading", "Requirement", "Roadmap", "Role", "RoleNeighbour", "Salary", "Skill",
    "SkillPrerequisite", "Source", "Stage", "Step", "StepPrerequisite", "StepSkill", "StepSuccessor", "Stop",
    "SurveyTitle", "Term", "Track", "name_order",
]  # fmt: skip
