"""What bin/serve reads of its environment."""

import pytest

from operations.serving.__main__ import is_behind_proxy


@pytest.mark.parametrize(
    ("value", "is_behind"),
    [
        ("1", True),
        ("true", True),
        ("on", True),
        ("0", False),
        ("", False),
        (None, False),
    ],
)
def test_a_server_without_a_proxy_knows_it(value, is_behind):
    environment = {} if value is None else {"BEHIND_PROXY": value}

    assert is_behind_proxy(environment) is is_behind
