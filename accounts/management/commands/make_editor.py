import sys
import unicodedata
from getpass import getpass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import User
from guide.editors import EDITORS_GROUP, grant_editor_permissions
from web.pending_migrations import pending_migrations

NOBODY = "Nobody is there to ask. Use --email and --password-stdin."


class Command(BaseCommand):
    help = "Makes a verified account that may edit content in the admin. An account that exists keeps its password."

    def add_arguments(self, parser):
        parser.add_argument(
            "--email", default="", help="the address; it is asked for when left out"
        )
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="read the password from standard input",
        )
        parser.add_argument(
            "--superuser",
            action="store_true",
            help="an account that may also delete content and manage people",
        )

    def handle(self, *, email, password_stdin, superuser=False, **options):
        if pending_migrations():
            raise CommandError(
                "The database is not ready. Run “manage.py prepare” first, or start the site once."
            )
        email = valid_email(email or answer("Email address: "))
        user = User.objects.filter(email=email).first()
        if user and not user.is_active:
            raise CommandError(f"The account {email} is switched off.")
        if user and is_verified(user):
            self.stdout.write(make_editor(user, superuser))
            return
        # Whoever signed up with an address that was never confirmed may be a stranger: that password must go.
        password = valid_password(
            email,
            sys.stdin.readline().rstrip("\r\n") if password_stdin else new_password(),
        )
        user = user or User(email=email)
        user.set_password(password)
        self.stdout.write(make_editor(user, superuser))


@transaction.atomic
def make_editor(user, superuser=False):
    """Safe to call twice. Returns what was done, in words."""
    is_new = user.pk is None or not is_verified(user)
    title = "a superuser" if superuser else "an editor"
    is_editor = user.is_staff and user.groups.filter(name=EDITORS_GROUP).exists()
    if not is_new and is_editor and user.is_superuser >= superuser:
        return f"{user.email} is {title} already. Nothing was changed."
    user.is_staff = True
    user.is_superuser = user.is_superuser or superuser
    user.save()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    grant_editor_permissions()
    user.groups.add(Group.objects.get(name=EDITORS_GROUP))
    done = (
        f"is a new {title.split()[1]}"
        if is_new
        else f"is {title} now and keeps the password it has"
    )
    return f"{user.email} {done}. The admin is at {settings.SITE_URL}/admin/"


def is_verified(user):
    return EmailAddress.objects.filter(
        user=user, email=user.email, verified=True
    ).exists()


def answer(question):
    try:
        return input(question)
    except EOFError as end:
        raise CommandError(NOBODY) from end


def new_password():
    try:
        first, second = getpass("Password: "), getpass("The same password again: ")
    except EOFError as end:
        raise CommandError(NOBODY) from end
    if first != second:
        raise CommandError("The two passwords differ. Nothing was changed.")
    return first


def valid_email(text):
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise CommandError(f"“{text}” is not an email address.") from error
    return email


def valid_password(email, password):
    # No form lets control characters through, or bytes that are no text.
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in password):
        raise CommandError("The password has characters that cannot be typed.")
    try:
        validate_password(password, User(email=email))
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password
