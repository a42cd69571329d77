"""The rows of a map as HTML. A row depends on its stop, its look and the language alone, so each is rendered once."""

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.progress import Look, Path, Progress, legs
from guide.kept import kept
from guide.roadmap_page import LineMap, MapRow


class Rows:
    """Kept with its map for one content version; at most seven looks of each stop in each language."""

    def __init__(self, line_map: LineMap):
        self.map = line_map
        self.legs = legs(line_map)
        self.by_step = {row.stop.step_id: row for row in line_map.rows if row.stop}
        self.rendered: dict[tuple, SafeString] = {}

    def path(self, progress: Progress) -> Path:
        return Path(self.map, self.legs, progress)

    def html(self, path: Path) -> SafeString:
        rows = (
            self.stop(row.stop.step_id, path.looks[row.stop.step_id]) if row.stop else self.stage(number, row)
            for number, row in enumerate(self.map.rows)
        )
        return format_html_join("", "{}", ((row,) for row in rows))

    def stop(self, step: int, look: Look) -> SafeString:
        if look.undo is not None:  # there is one such row on a page, and it is soon gone
            return render_stop(self.by_step[step], look)
        key = get_language(), step, look
        if key not in self.rendered:
            self.rendered[key] = render_stop(self.by_step[step], look)
        return self.rendered[key]

    def stage(self, number: int, row: MapRow) -> SafeString:
        key = get_language(), "stage", number
        if key not in self.rendered:
            self.rendered[key] = render_to_string("guide/_stage.html", {"row": row})
        return self.rendered[key]


@kept(most=100)
def rows_of(line_map: LineMap) -> Rows:
    return Rows(line_map)


def render_stop(row: MapRow, look: Look) -> SafeString:
    context = {"row": row, "step": row.stop.step, "has_buttons": True, **look._asdict()}
    return render_to_string("guide/_stop.html", context)
