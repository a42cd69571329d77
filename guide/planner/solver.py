"""The best choice of courses by mixed integer programming (HiGHS), one goal after the other.

"Best" is said only where the bound that the solver proved equals the value of the choice, in integers: by default HiGHS
calls a choice optimal that is 0.01 % worse. Every solve gets a new `Highs` object (its time limit counts over the life
of the object), one thread and one seed, so that equal questions get equal answers. Whether a choice keeps the rules is
checked without the solver, by `Choice.is_allowed`.

The solver is heavy and imported where it is used. It may overrun its time: whoever serves people runs it in a process
of its own (`guide.planner.process`).
"""

from dataclasses import dataclass, field
from math import ceil, inf
from time import monotonic

from guide.planner.choice import Choice, choose, subscription_prices
from guide.planner.question import COURSES, HOURS, MONEY, PlanQuestion

SECONDS = 2.0
# A limit by nodes ends at the same place on every machine; the one by time is the second fence.
NODES = 20_000
HALF = 0.5


class Unsettled(Exception):
    """Within its limits the solver found no choice, and did not prove that there is none."""


@dataclass(frozen=True)
class Solution:
    choice: Choice | None
    # How far the first goal that was not proved may be from the best, in hundredths of it; None where all were proved.
    gap: int | None = None

    @property
    def is_best(self) -> bool:
        return self.choice is not None and self.gap is None


@dataclass
class Row:
    """low ≤ Σ coefficient × variable ≤ high."""

    terms: dict[int, int]
    low: float = -inf
    high: float = inf


@dataclass
class Program:
    """The question as rows over variables: one for each course, one for the months of each subscription."""

    question: PlanQuestion
    rows: list[Row] = field(default_factory=list)
    uppers: list[int] = field(default_factory=list)
    goals: dict[str, dict[int, int]] = field(default_factory=dict)
    # Variables that say that a step stays without a course; only where `giving_up`.
    surrenders: dict[str, int] = field(default_factory=dict)

    def add_variable(self, upper: int) -> int:
        self.uppers.append(upper)
        return len(self.uppers) - 1

    def weigh(self, goal: str, values: list[int]) -> int:
        return weigh(self.goals[goal], values)


def solve(question: PlanQuestion, seconds: float = SECONDS) -> Solution:
    """The best choice, a good one with its distance from the best, or None where there is none. Raises Unsettled."""
    return solve_program(write_program(question), goal_terms, seconds)


def write_program(question: PlanQuestion, *, giving_up: bool = False) -> Program:
    program = Program(question)
    offers = question.usable
    for offer in offers:
        index = program.add_variable(1)
        if offer.key in question.pinned:
            program.rows.append(Row({index: 1}, low=1))
    for step in sorted(question.to_cover):
        teaching = {i: 1 for i, offer in enumerate(offers) if step in offer.steps}
        if giving_up:
            program.surrenders[step] = program.add_variable(1)
            teaching[program.surrenders[step]] = 1
        program.rows.append(Row(teaching, low=1))
    write_money(program)
    write_goals(program)
    write_limits(program)
    return program


def write_money(program: Program) -> None:
    """What is paid once, and the months of each subscription: enough for the minutes of its courses, at least one."""
    offers = program.question.usable
    money = {
        i: offer.price
        for i, offer in enumerate(offers)
        if offer.price and not offer.subscription
    }
    month = 2 * program.question.minutes_a_month
    for name, price in sorted(subscription_prices(offers).items()):
        mine = {
            i: offer.double_minutes
            for i, offer in enumerate(offers)
            if offer.subscription == name
        }
        months = program.add_variable(max(1, -(-sum(mine.values()) // month)))
        if price:
            money[months] = price
        program.rows.append(Row({**negated(mine), months: month}, low=0))
        for i in mine:
            program.rows.append(Row({i: -1, months: 1}, low=0))
    program.goals[MONEY] = money


def write_goals(program: Program) -> None:
    offers = list(enumerate(program.question.usable))
    to_cover = program.question.to_cover
    program.goals[HOURS] = {i: offer.double_minutes for i, offer in offers}
    program.goals[COURSES] = {i: 1 for i, _offer in offers}
    program.goals["unknown"] = {i: 1 for i, offer in offers if not offer.is_known}
    program.goals["overrun"] = {
        i: program.question.double_overrun(o) for i, o in offers
    }
    program.goals["recommended"] = {
        i: -len(offer.recommended_for & to_cover)
        for i, offer in offers
        if offer.recommended_for & to_cover
    }


def write_limits(program: Program) -> None:
    question = program.question
    if question.budget is not None:
        program.rows.append(Row(program.goals[MONEY], high=question.budget))
    if question.time is not None:
        left = 2 * question.time - question.double_own_minutes
        program.rows.append(Row(program.goals["overrun"], high=left))


def goal_terms(program: Program) -> list[dict[int, int]]:
    """What is made as small as can be, one after the other; what is the same for every choice is left out."""
    names = ["unknown", *program.question.goals, "recommended"]
    return [terms for name in names if (terms := program.goals[name])]


def solve_program(program: Program, terms_of, seconds: float) -> Solution:
    """Each goal in turn, with what was reached for those before as a limit."""
    ends = monotonic() + seconds
    best: list[int] | None = None
    for terms in terms_of(program) or [{}]:
        found = minimize(program, terms, ends - monotonic())
        if found.is_impossible:
            return Solution(None)
        if found.values is None:
            if best is None:
                raise Unsettled
            return Solution(chosen(program, best), gap=0)
        best = found.values
        reached = weigh(terms, best)
        if not found.is_proved:
            return Solution(chosen(program, best), gap=distance(reached, found.bound))
        program.rows.append(Row(terms, high=reached))
    assert best is not None
    return Solution(chosen(program, best))


@dataclass(frozen=True)
class Minimum:
    values: list[int] | None
    bound: float = -inf
    is_impossible: bool = False
    is_proved: bool = False


def minimize(program: Program, terms: dict[int, int], seconds: float) -> Minimum:
    """One solve. The values are rounded and checked against every row in integers."""
    import highspy

    if seconds <= 0:
        return Minimum(None)
    if (
        not program.uppers
    ):  # HiGHS calls a program without variables empty, whatever its rows ask
        possible = keeps_rows(program, [])
        return Minimum([] if possible else None, 0, not possible, possible)
    highs = load(highspy, program, terms, seconds)
    highs.run()
    status = highs.getModelStatus()
    infeasible = highspy.HighsModelStatus.kInfeasible
    if status == infeasible:
        return Minimum(None, is_impossible=True)
    info = highs.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Minimum(None)
    values = [round(value) for value in highs.getSolution().col_value]
    if not keeps_rows(program, values):
        return Minimum(None)
    bound = info.mip_dual_bound if terms else 0
    proved = ceil(bound - HALF) >= weigh(terms, values) if terms else True
    return Minimum(values, bound=bound, is_proved=proved)


def load(highspy, program: Program, terms: dict[int, int], seconds: float):
    highs = highspy.Highs()
    options = {
        "log_to_console": False,
        "output_flag": False,
        "threads": 1,
        "random_seed": 1,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": HALF,
        "mip_max_nodes": NODES,
        "time_limit": seconds,
    }
    for name, value in options.items():
        highs.setOptionValue(name, value)
    count = len(program.uppers)
    for index, upper in enumerate(program.uppers):
        highs.addCol(float(terms.get(index, 0)), 0.0, float(upper), 0, [], [])
    whole = [highspy.HighsVarType.kInteger] * count
    highs.changeColsIntegrality(count, list(range(count)), whole)
    for row in program.rows:
        indices = list(row.terms)
        weights = [float(row.terms[index]) for index in indices]
        highs.addRow(row.low, row.high, len(indices), indices, weights)
    return highs


def keeps_rows(program: Program, values: list[int]) -> bool:
    return all(row.low <= weigh(row.terms, values) <= row.high for row in program.rows)


def weigh(terms: dict[int, int], values: list[int]) -> int:
    return sum(weight * values[index] for index, weight in terms.items())


def distance(reached: int, bound: float) -> int:
    """By how many hundredths of it a value may be too large, rounded up."""
    if reached <= 0:
        return 0
    return ceil(100 * (reached - max(0.0, bound)) / reached)


def chosen(program: Program, values: list[int]) -> Choice:
    offers = program.question.usable
    keys = [offer.key for offer, value in zip(offers, values, strict=False) if value]
    return choose(program.question, keys)


def negated(terms: dict[int, int]) -> dict[int, int]:
    return {index: -weight for index, weight in terms.items()}
