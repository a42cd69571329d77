"""The first page of the admin at once and ten times the content, cold and kept.

    .venv/bin/python benchmarks/desk.py [--times 10]

Cold: no count of the content is kept, as after every change. The time is that of the answer in this process, without
a network; the best of several, as others use the machine too.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="careerpath-bench-"))
os.environ.update(CAREERPATH_LOCAL="1", DJANGO_SETTINGS_MODULE="careerpath.settings")

TRIES = 7


def multiply(times: int):
    """Copies of every record with a slug but tracks, straight into the tables, without rows that belong to them."""
    from guide.models import Content, Track  # it needs django.setup()
    from guide.sync.files import content_models  # as above

    for model in content_models():
        if not issubclass(model, Content) or model is Track:
            continue
        rows = list(model._base_manager.order_by("pk"))
        unique = [
            field
            for field in model._meta.concrete_fields
            if field.unique and field.name not in ("id", "slug")
        ]
        for number in range(1, times):
            for at, row in enumerate(rows):
                row.pk, row._state.adding = None, True
                row.slug = f"copy-{number}-{at}"
                for field in unique:
                    setattr(row, field.attname, 1000 + number * len(rows) + at)
            model._base_manager.bulk_create(rows, 500, ignore_conflicts=True)


def measure(client, address: str) -> str:
    """Milliseconds of wall and of processor, cold and with kept counts; and the queries of the latter."""
    from django.db import connection  # it needs django.setup()
    from django.test.utils import CaptureQueriesContext  # as above

    from guide.cache import clear_caches  # as above

    found: dict[str, list[tuple[float, float]]] = {"cold": [], "kept": []}
    for _ in range(TRIES):
        clear_caches()
        for times in found.values():
            wall, processor = time.perf_counter(), time.process_time()
            answer = client.get(address)
            times.append((time.perf_counter() - wall, time.process_time() - processor))
            assert answer.status_code == 200, answer.status_code
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    told = [
        f"{name} {min(w for w, _ in times) * 1000:.0f} ms ({min(p for _, p in times) * 1000:.0f} of processor)"
        for name, times in found.items()
    ]
    return f"{', '.join(told)}, {len(queries)} queries"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--times", type=int, default=10)
    times = parser.parse_args().times
    import django  # the environment comes first

    django.setup()
    from django.core.management import call_command  # it needs django.setup()
    from django.test import Client  # as above

    from accounts.models import User  # as above
    from guide.models import Course  # as above

    call_command("migrate", verbosity=0)
    if not Course.objects.exists():
        call_command("sync_guide", str(ROOT / "fixtures"), verbosity=0)
    root = User.objects.create_superuser(f"bench-{os.getpid()}@example.org", "x")
    client = Client(SERVER_NAME="localhost")
    client.force_login(root)
    for many in (1, times):
        if many > 1:
            multiply(many)
        for address in ("/admin/", "/admin/find/?q=statistics"):
            print(
                f"{Course.objects.count()} courses {address}: {measure(client, address)}"
            )


if __name__ == "__main__":
    main()
