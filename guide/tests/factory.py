"""Small content for tests. Every name is made from a counter, so that many rows can be made."""

from functools import wraps
from itertools import count

from django.utils import timezone

from guide.editorial.keeping import WORK, Silence, doing
from guide.models import (
    Background,
    BackgroundSkill,
    Belief,
    BeliefStep,
    Category,
    Chapter,
    Citation,
    Course,
    CourseSkill,
    Criterion,
    Employer,
    Fact,
    Industry,
    Mention,
    Occupation,
    OccupationRole,
    OutlookNumber,
    OutlookNumberFact,
    Provider,
    Question,
    Reading,
    Report,
    Requirement,
    Roadmap,
    Role,
    Salary,
    Skill,
    Source,
    Stage,
    Step,
    StepPrerequisite,
    StepSkill,
    Stop,
    Term,
    Track,
)

numbers = count(1)


def there_before(make):
    """What it makes is as a first load brings it: no revision says how it came, which would cost more than the rows.

    In work that keeps revisions it has one as ever.
    """

    @wraps(make)
    def made(*args, **fields):
        if WORK.get():
            return make(*args, **fields)
        with doing(Silence()):
            return make(*args, **fields)

    return made


def named(kind, **fields):
    number = next(numbers)
    values = {
        "slug": f"{kind}-{number}",
        "name_en": f"{kind.capitalize()} {number}",
        "name_zh": f"{kind}名{number}",
        "published": True,
    }
    return {**values, **fields}


@there_before
def make_source(**fields):
    number = next(numbers)
    values = {
        "slug": f"source-{number}",
        "title": f"Source {number}",
        "publisher": "A publisher",
        "published_on": "2025-08",
        "published": True,
    }
    return Source.objects.create(**{**values, "accessed_on": "2026-11-20", **fields})


@there_before
def make_track(order=None, **fields):
    order = order or next(
        number for number in count(1) if not Track.objects.filter(order=number).exists()
    )
    return Track.objects.create(
        **named("track", **fields),
        order=order,
        colour_light="#2f66c9",
        colour_dark="#7aa7ff",
    )


@there_before
def make_skill(category=None, **fields):
    if category is None:
        number = next(numbers)
        category = Category.objects.create(
            **named("category"), order=number, track=make_track()
        )
    return Skill.objects.create(**named("skill", **fields), category=category)


@there_before
def make_step(track=None, skills=(), after=(), criteria=0, **fields):
    values = {
        "hours_low": 10,
        "hours_high": 20,
        "hours_basis_en": "A guess.",
        "hours_basis_zh": "估计。",
        **fields,
    }
    source = values.pop("source", None) or make_source()
    step = Step.objects.create(
        **named("step", **values), track=track or make_track(), source=source
    )
    for skill in skills:
        StepSkill.objects.create(step=step, skill=skill, level=2)
    for needed in after:
        StepPrerequisite.objects.create(step=step, prerequisite=needed)
    for number in range(criteria):
        Criterion.objects.create(
            step=step,
            code=f"c-{number}",
            order=number,
            text_en=f"do thing {number}",
            text_zh=f"做事{number}",
        )
    return step


@there_before
def make_role(**fields):
    return Role.objects.create(**named("role", **fields))


@there_before
def make_roadmap(steps=3, track=None, **fields):
    """A roadmap with one stage and that many new steps (or the steps given)."""
    roadmap = Roadmap.objects.create(**named("roadmap", **fields), role=make_role())
    stage = Stage.objects.create(
        roadmap=roadmap, code="first", order=1, name_en="First", name_zh="第一"
    )
    if isinstance(steps, int):
        track = track or make_track()
        source = make_source()
        steps = [make_step(track=track, source=source) for _ in range(steps)]
    for order, step in enumerate(steps, 1):
        Stop.objects.create(roadmap=roadmap, stage=stage, step=step, order=order)
    return roadmap


@there_before
def make_background(roadmap=None, levels=None, **fields):
    """`levels`: what such a person brings, by skill."""
    background = Background.objects.create(
        **{"order": next(numbers), **named("background", **fields)},
        roadmap=roadmap or make_roadmap(),
    )
    for skill, level in (levels or {}).items():
        BackgroundSkill.objects.create(background=background, skill=skill, level=level)
    return background


@there_before
def make_course(skills=(), main=(), **fields):
    number = next(numbers)
    values = {
        "slug": f"course-{number}", "title": f"Course {number}", "kind": "course", "difficulty": "beginner",
        "languages": "en", "url": "https://example.org/course", "checked_on": "2026-08",
        "checked_by": "page", "published": True,
    }  # fmt: skip
    values.update(fields)
    provider = values.pop("provider", None) or Provider.objects.create(
        **named("provider")
    )
    source = values.pop("source", None) or make_source()
    course = Course.objects.create(**values, provider=provider, source=source)
    for skill in (*main, *skills):
        CourseSkill.objects.create(
            course=course, skill=skill, level=1, main=skill in main
        )
    return course


@there_before
def make_requirement(role=None, skill=None, level=2, importance="core"):
    return Requirement.objects.create(
        role=role or make_role(),
        skill=skill or make_skill(),
        level=level,
        importance=importance,
    )


@there_before
def make_salary(role=None, **fields):
    number = next(numbers)
    occupation = fields.pop("occupation", None) or Occupation.objects.create(
        **named("occupation")
    )
    if role:
        OccupationRole.objects.create(occupation=occupation, role=role, relation="same")
    values = {
        "slug": f"salary-{number}", "country": "GB", "kind": "average", "mid": 52000, "currency": "GBP", "year": 2025,
        "as_of": "2025-05", "published": True,
    }  # fmt: skip
    source = fields.pop("source", None) or make_source()
    return Salary.objects.create(
        **{**values, **fields}, occupation=occupation, source=source
    )


@there_before
def make_fact(**fields):
    number = next(numbers)
    values = {
        "slug": f"fact-{number}",
        "subject_en": "Jobs",
        "metric_en": "growth",
        "value": 20,
        "unit": "percent",
        "as_of": "2025",
        "published": True,
    }
    return Fact.objects.create(**{**values, **fields}, source=make_source())


@there_before
def make_outlook_number(facts, **fields):
    """A number of the outlook from (fact, label) pairs; the first is the number itself."""
    number = OutlookNumber.objects.create(
        **named("number", **fields), order=next(numbers)
    )
    for order, (fact, label) in enumerate(facts, 1):
        OutlookNumberFact.objects.create(
            number=number, fact=fact, order=order, label_en=label
        )
    return number


@there_before
def make_term(**fields):
    return Term.objects.create(**named("term", **fields))


@there_before
def make_chapter(**fields):
    return Chapter.objects.create(**named("chapter", **fields), order=next(numbers))


@there_before
def make_question(**fields):
    return Question.objects.create(**named("question", **fields), order=next(numbers))


@there_before
def make_belief(steps=(), **fields):
    belief = Belief.objects.create(**named("belief", **fields), order=next(numbers))
    for order, step in enumerate(steps, 1):
        BeliefStep.objects.create(belief=belief, step=step, order=order)
    return belief


@there_before
def make_reading(**fields):
    number = next(numbers)
    values = {
        "slug": f"reading-{number}", "title": f"Reading {number}", "topic_en": "Books", "topic_zh": "书籍",
        "url": "https://example.org/book", "order": number, "published": True,
    }  # fmt: skip
    return Reading.objects.create(**{**values, **fields})


@there_before
def make_industry(**fields):
    return Industry.objects.create(**named("industry", **fields))


@there_before
def make_employer(**fields):
    return Employer.objects.create(**named("employer", **fields))


@there_before
def make_citation(content, source=None, **fields):
    values = {
        "statement": str(next(numbers)),
        "passage_en": "It says so.",
        "passage_zh": "它这样说。",
    }
    return Citation.objects.create(
        source=source or make_source(),
        subject=content._meta.model_name,
        subject_slug=content.slug,
        **{**values, **fields},
    )


@there_before
def make_mention(skill, source=None, **fields):
    return Mention.objects.create(
        skill=skill, source=source or make_source(kind="article"), **fields
    )


def make_report(content=None, token=None, **fields):
    """Of a page; with `content` of the page of a record."""
    values = {"kind": "mistake", "page": "/courses/", "language": "en"}
    if content:
        values |= {
            "page": content.get_absolute_url(),
            "subject": content._meta.model_name,
            "subject_slug": content.slug,
        }
    number = next(numbers)
    return Report.objects.receive(
        token or f"token-{number}", **{**values, "words": f"Words {number}", **fields}
    )


def make_tip(content, **fields):
    """One that stands on the page, unless its state says otherwise."""
    shown = {"state": "accepted", "decided_at": timezone.now()}
    return make_report(content, kind="tip", **{**shown, **fields})
