"""From one role to another: what somebody who meets the first lacks for the second."""

from typing import NamedTuple

from guide.gap.content import gap_content
from guide.gap.needs import levels_asked
from guide.gap.role_gap import RoleGap
from guide.models import Role


class RoleChange(NamedTuple):
    start: Role
    gap: RoleGap


def changes_between(roles: list[Role]) -> list[RoleChange]:
    """There and back between the first two. No query once the content is read."""
    content = gap_content()
    if len(roles) < 2 or any(role.slug not in content.roles for role in roles[:2]):
        return []
    first, second = roles[:2]
    return [
        RoleChange(start, RoleGap(end, content, levels_asked(content.needs[start.slug])))
        for start, end in ((first, second), (second, first))
    ]  # fmt: skip
