"""Which courses lead through the steps that are left, computed and checked; and the weeks that they fill.

It knows no learner: plain values in, plain values out; `offers` alone reads the content.

- `question`: what is asked: the steps, the courses that teach them, the wishes. Whole minutes, whole cents.
- `request`: the question with somebody's calendar.
- `offers`: the courses of the catalogue as the question has them.
- `choice`: what a choice of courses costs, covers and breaks, in integers. Everything else is checked with it.
- `solver`: the best choice by mixed integer programming, one goal after the other, each proved.
- `greedy`: a good choice without the solver. `exhaustive`: the best one by trying, for proofs.
- `relaxations`: what would make an impossible question possible. `exchange`: money against hours.
- `reasons`: why a course is in the plan, and what would take its place.
- `answer`: all of that for one question. `process` runs it where it can be stopped.
- `weeks`: the steps laid into somebody's weeks.
"""
