"""The plan of a visitor: which courses, in which weeks, for what is left of their roadmap.

The planner itself (`guide.planner`) takes plain values; here a visitor's wishes and progress become its question.

- `wishes`: what somebody asks for, as an address holds it. `forms` reads the address.
- `steps_left`: what is left of a roadmap, at the visitor's own pace.
- `asking`: the planner's question of wishes and progress. `answers`: its answer, kept in the process.
- `shown_plan`, `course_rows`, `week_line`: an answer as the page shows it.
"""
