"""What each `{% visitor_part "…" %}` of a template shows of the visitor: all of it, since it can see nothing else."""
