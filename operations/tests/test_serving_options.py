"""bin/serve says in a sentence what is wrong with the certificate it is given."""

import subprocess

import pytest

from tests.served import ROOT, SERVE, free_port


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--key", "README.md"], "HTTPS needs both: --certificate and --key."),
        (
            ["--certificate", "nowhere.pem", "--key", "README.md"],
            "nowhere.pem cannot be read: No such file or directory.",
        ),
        (
            ["--certificate", "README.md", "--key", "README.md"],
            "README.md and README.md are no certificate in PEM with its key, without a password.",
        ),
    ],
)
def test_a_certificate_that_cannot_be_used_is_a_sentence(options, sentence):
    done = subprocess.run(
        [*SERVE, "--port", str(free_port()), *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{sentence}\n")
