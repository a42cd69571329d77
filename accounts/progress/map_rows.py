"""The rows of a map as HTML. A row depends on its stop, its look and the language alone, so each is rendered once."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.progress.visitor import Look, Path, Progress, legs
from guide.cache import cached_per_version
from guide.roadmap_map import LineMap, MapRow

MOST_LOOKS = 20  # of each row of a map on average, in both languages together


class Rows:
    """Kept with its map for one content version."""

    def __init__(self, line_map: LineMap):
        self.map = line_map
        self.legs = legs(line_map.stops, line_map.needs)
        self.by_step = {row.stop.step_id: row for row in line_map.rows if row.stop}
        self.rendered: dict[tuple, SafeString] = {}

    def path(self, progress: Progress) -> Path:
        return Path(self.map, self.legs, progress)

    def html(self, path: Path) -> SafeString:
        rows = (
            self.stop(row.stop.step_id, path.looks[row.stop.step_id])
            if row.stop
            else self.stage(number, row)
            for number, row in enumerate(self.map.rows)
        )
        return SafeString("".join(rows))  # each of them is what a template made

    def stop(self, step: int, look: Look) -> SafeString:
        key = get_language(), step, look
        return self.rendered.get(key) or self.keep(
            key, render_stop(self.by_step[step], look)
        )

    def stage(self, number: int, row: MapRow) -> SafeString:
        key = get_language(), "stage", number
        return self.rendered.get(key) or self.keep(
            key, render_to_string("guide/_stage.html", {"row": row})
        )

    def keep(self, key: tuple, html: SafeString) -> SafeString:
        if len(self.rendered) > MOST_LOOKS * len(self.map.rows):
            self.rendered = {}
        self.rendered[key] = html
        return html


@cached_per_version(most=100)
def rows_of(line_map: LineMap) -> Rows:
    return Rows(line_map)


def render_stop(row: MapRow, look: Look) -> SafeString:
    context = {"row": row, "step": row.stop.step, "has_buttons": True, **look._asdict()}
    return render_to_string("guide/_stop.html", context)
