"""The placement check: questions about the steps of a roadmap that are not begun, and what the replies say so far.

The replies travel in the form, and nothing is saved before the end.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from accounts.models import State
from accounts.preferences.choices import hours_at_hand
from accounts.preferences.learner_settings import followed_roadmap
from accounts.progress.counting import ProgressCount, count_progress
from accounts.progress.map_rows import rendered_map
from accounts.progress.visitor import progress_of
from guide.gap.content import GapContent, gap_content
from guide.gap.knowledge_space import KnowledgeSpace
from guide.gap.placement import Placement, Question, Reply
from guide.home.starts import first_map
from guide.models import Criterion, Roadmap, Step, Track
from guide.roadmaps.pace import StudyWindow, study_window
from guide.roadmaps.roadmap_map import LineMap, line_map
from guide.roadmaps.strip import Strip, draw_strip

# “s12y” is a yes to step 12, “t3n” a no to track 3.
TOKEN = re.compile(r"([st])([0-9]{1,9})([ynu])")
LETTERS = {"y": Reply.YES, "n": Reply.NO, "u": Reply.UNSURE}
LETTER_OF = {reply: letter for letter, reply in LETTERS.items()}


def token_of(question: Question) -> str:
    is_step = question.step is not None
    return f"s{question.step}" if is_step else f"t{question.track}"


def read_replies(text: str, space: KnowledgeSpace) -> dict[Question, Reply]:
    """What a form sent. Replies to what is not asked about, or not any more, are left out."""
    found: dict[Question, Reply] = {}
    tracks = set(space.tracks.values())
    for kind, key, letter in TOKEN.findall(text):
        pk = int(key)
        if kind == "s" and pk in space.tracks:
            found[Question(step=pk)] = LETTERS[letter]
        elif kind == "t" and pk in tracks:
            found[Question(track=pk)] = LETTERS[letter]
    return found


def write_replies(replies: Iterable[tuple[Question, Reply]]) -> str:
    return ".".join(
        f"{token_of(question)}{LETTER_OF[reply]}" for question, reply in replies
    )


@dataclass(frozen=True)
class Check:
    request: object
    map: LineMap
    text: str = ""  # the replies, as the form sends them

    @cached_property
    def content(self) -> GapContent:
        return gap_content()

    @cached_property
    def space(self) -> KnowledgeSpace:
        """The steps of the roadmap that are not begun; what is begun or behind the visitor is not asked about."""
        progress = progress_of(self.request)
        return KnowledgeSpace(
            self.map.needs,
            {
                stop.step_id: stop.step.track_id
                for stop in self.map.stops
                if progress.of(stop.step_id) == State.NOT_STARTED
            },
        )

    @cached_property
    def placement(self) -> Placement:
        return Placement(self.space, read_replies(self.text, self.space))

    @property
    def replies(self) -> str:
        return write_replies(self.placement.replies.items())

    @property
    def replies_before(self) -> str:
        """Without the last one."""
        return write_replies(list(self.placement.replies.items())[:-1])

    @property
    def number(self) -> int:
        return len(self.placement.replies) + 1

    @cached_property
    def question(self) -> Question | None:
        return self.placement.next_question

    @property
    def token(self) -> str:
        return token_of(self.question)

    @property
    def step(self) -> Step | None:
        """That the question is about; None where it is about a track."""
        return self.steps[self.question.step] if self.question.step is not None else None  # fmt: skip

    @property
    def track(self) -> Track:
        steps = self.space.of_track(self.question.track)
        return self.steps[min(steps)].track

    @property
    def track_steps(self) -> list[Step]:
        """The open steps of the track that the question is about, in the order of the roadmap."""
        asked = self.space.of_track(self.question.track) & self.placement.open
        return [stop.step for stop in self.map.stops if stop.step_id in asked]

    @cached_property
    def steps(self) -> dict[int, Step]:
        return {stop.step_id: stop.step for stop in self.map.stops}

    @cached_property
    def criteria(self) -> list[Criterion]:
        """Of the step in question: one query."""
        return list(
            Criterion.objects.visible_on_step()
            .filter(step=self.question.step)
            .order_by("order", "code")
        )

    def answered(self, token: str, answer: str) -> "Check":
        """After a reply to the question of the page. One that cannot be understood changes nothing."""
        letters = {reply.value: letter for letter, reply in LETTERS.items()}
        if answer not in letters:
            return self
        return Check(self.request, self.map, f"{self.replies}.{token}{letters[answer]}")

    # The result

    def named(self, steps: Iterable[int]) -> list[Step]:
        """In the order of the roadmap."""
        wanted = set(steps)
        return [stop.step for stop in self.map.stops if stop.step_id in wanted]

    @cached_property
    def known(self) -> list[Step]:
        return self.named(self.placement.known)

    @cached_property
    def to_check(self) -> list[Step]:
        return self.named(self.placement.to_check)

    @property
    def known_hours(self) -> tuple[int, int]:
        return (
            sum(step.hours_low for step in self.known),
            sum(step.hours_high for step in self.known),
        )

    @cached_property
    def states(self) -> dict[int, State]:
        """As they would be with what is known."""
        known = dict.fromkeys(self.placement.known, State.KNOWN)
        return {**progress_of(self.request).states, **known}

    @cached_property
    def count(self) -> ProgressCount:
        return count_progress(rendered_map(self.map).stops, self.states)

    @property
    def window(self) -> StudyWindow | None:
        return study_window(
            *self.count.hours_left, hours_at_hand(self.request, self.map.roadmap)
        )

    @property
    def strip(self) -> Strip:
        return draw_strip(self.map, self.states, self.count.next)

    @property
    def begin_with(self) -> Step | None:
        """The first open step that teaches a skill: reading steps follow from nothing."""
        over = {State.DONE, State.KNOWN, State.SKIPPED}
        levels = self.content.step_levels
        return next(
            (
                stop.step
                for stop in self.map.stops
                if stop.is_for_everybody
                and self.states.get(stop.step_id) not in over
                and levels.get(stop.step_id)
            ),
            None,
        )


def check_of(request, slug: str, text: str = "") -> Check | None:
    """On a roadmap by its slug, else on the one in hand, else on that of the first page. None without any roadmap."""
    for wanted in (slug, followed_roadmap(request)):
        try:
            return Check(request, line_map(wanted), text)
        except Roadmap.DoesNotExist:
            continue
    first = first_map()
    return Check(request, first, text) if first else None
