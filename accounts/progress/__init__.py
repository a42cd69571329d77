"""The states of steps, of guests and learners. A press of a state goes this way:

gate (web)         POST, from a page of ours, not too often; else a page that keeps the press
views              step_state reads the press: press_fields, content_index (steps by slug, no query)
  learner          visitor.set_step_state writes StepProgress and its event, and returns the state it replaced
  guest            guest_cookie: the signed cookie with one state more; cookie_probe (web) has asked for a cookie first
visitor            Progress before and after: own states, and those that merge carries over from older steps
roadmap_progress   on the roadmap of the page: counting (done, total, next) and what each row shows
fragments          htmx gets every row that changed (map_rows, state_buttons) and the card; others see the page again

stage_views marks what is not started in a stage as known by one press, and takes that back by one.
retirement_views takes note that a learner has seen that steps left; lookups and criterion_successors serve the journal.
"""
