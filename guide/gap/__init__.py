"""What somebody who has some levels of skills lacks for a role, and what closes it: plain values, no learner, no query.

Levels go from 1, aware, to 4, expert; 0 is none. Skills, steps and roles are named by their primary keys.
"""
