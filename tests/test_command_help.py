"""`manage.py COMMAND --help` answers, whatever signs stand in its words."""

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class

OWN = {"accounts", "guide", "operations", "web"}
COMMANDS = sorted(name for name, app in get_commands().items() if app in OWN)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_takes(name):
    app = get_commands()[name]
    assert apps.is_installed(app)

    words = load_command_class(app, name).create_parser("manage.py", name).format_help()

    assert f"manage.py {name}" in words
