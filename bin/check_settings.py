"""`manage.py check --deploy` with the settings of production: every warning fails."""

import os
import secrets
import subprocess
import sys

production = {
    "PATH": os.environ["PATH"],
    "SECRET_KEY": secrets.token_urlsafe(60),
    "SITE_URL": "https://careerpath.example",
    "ALLOWED_HOSTS": "careerpath.example",
    "DATABASE_URL": "sqlite:////dev/null",
}
command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
sys.exit(subprocess.run(command, env=production, check=False).returncode)  # noqa: S603  our own words
