"""A session and the person whose it is, in one query.

Every page of somebody signed in asks it. Django puts the SQL together anew each time, which costs ten times what the
database needs: here it is text, and rows become the same objects.
"""

from functools import cache

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from accounts.models import Learner, User

MODELS = (User, Learner)
FIELDS = [field for model in MODELS for field in model._meta.concrete_fields]
USER_FIELDS = len(User._meta.concrete_fields)
COLUMNS = ", ".join(
    f'"{field.model._meta.db_table}"."{field.column}"' for field in FIELDS
)
USER, LEARNER, SESSION, SIGN_IN = (
    f'"{model._meta.db_table}"' for model in (User, Learner, Session, UserSession)
)
# No value stands in these texts: only names of tables and columns.
WITH_LEARNER = f"LEFT JOIN {LEARNER} ON {LEARNER}.user_id = {USER}.id"
OF_SESSION = f"""
SELECT {SESSION}.session_data, {COLUMNS} FROM {SESSION}
LEFT JOIN {SIGN_IN} ON {SIGN_IN}.session_key = {SESSION}.session_key
LEFT JOIN {USER} ON {USER}.id = {SIGN_IN}.user_id {WITH_LEARNER}
WHERE {SESSION}.session_key = %s AND {SESSION}.expire_date > %s
"""  # noqa: S608
OF_KEY = f"SELECT {COLUMNS} FROM {USER} {WITH_LEARNER} WHERE {USER}.id = %s"  # noqa: S608


def find_session(key: str) -> tuple[str, User | None] | None:
    """Its data as it is stored, and the person who signed in with it, where that is known; None where it has ended."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    row = fetch_row(OF_SESSION, key, now)
    return row and (row[0], person_of_row(row[1:]))


def find_person(key: int) -> User | None:
    row = fetch_row(OF_KEY, key)
    return row and person_of_row(row)


def fetch_row(sql: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def person_of_row(row) -> User | None:
    """With the settings of the learner, as `User.objects` loads them."""
    values = list(row)
    for place, convert, column in converters(connection.vendor):
        values[place] = convert(values[place], column, connection)
    person, learner = values[:USER_FIELDS], values[USER_FIELDS:]
    if person[0] is None:
        return None
    user = object_of(User, person)
    settings = object_of(Learner, learner) if learner[0] is not None else None
    User._meta.get_field("learner").set_cached_value(user, settings)
    if settings:
        Learner._meta.get_field("user").set_cached_value(settings, user)
    return user


def object_of(model, values):
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db(connection.alias, names, values)


@cache
def converters(vendor: str) -> list[tuple]:
    """What makes values of Python of those of this database: the place in a row, and what to call."""
    return [
        (place, convert, field.cached_col)
        for place, field in enumerate(FIELDS)
        for convert in (
            *connection.ops.get_db_converters(field.cached_col),
            *field.cached_col.get_db_converters(connection),
        )
    ]
