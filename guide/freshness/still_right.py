"""“Still right”: somebody opened the page today and found what the record says. Its date is renewed, nothing else."""

from guide.models import Course, Employer, Fact, Keyed, Link, Salary, Source

FIGURES = (Salary, Fact)  # they are as right as the page of their source
Values = dict[str, str]


def fresh_values(model: type[Keyed], today: str) -> Values:
    """The fields that say when somebody looked, as of today; none of a kind that has none."""
    if model in (Course, Employer):
        return {"checked_on": today, "checked_by": Course.CheckedBy.PAGE}
    return {"accessed_on": today} if model is Source else {}


def can_be_renewed(model: type[Keyed]) -> bool:
    return model in FIGURES or bool(fresh_values(model, ""))


def checked_record(row: Keyed) -> Keyed:
    """The record whose page was opened: for a figure, its source."""
    return row.source if isinstance(row, FIGURES) else row


def renew(row: Keyed, by: str, today: str) -> Keyed:
    """Save the date of today, where it is not there yet, and believe the link. Returns the record that has the date."""
    record = checked_record(row)
    values = fresh_values(type(record), today)
    if any(getattr(record, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
    Link.objects.vouch([record.url], by)
    return record
