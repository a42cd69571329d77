import pytest

from operations.serving.limits import LONGEST_BODY, LONGEST_UPLOAD, longest_body


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/my/cv/", LONGEST_UPLOAD),
        ("/zh-hans/my/data/import/", LONGEST_UPLOAD),
        ("/my/cv/levels/", LONGEST_BODY),
        ("/x/y/my/cv/", LONGEST_BODY),
        ("/", LONGEST_BODY),
    ],
)
def test_only_the_pages_that_take_a_file_take_a_longer_body(path, most):
    assert longest_body(path) == most
