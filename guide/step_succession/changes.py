"""What a succession changes, row by row and in sentences: for the preview, and for the history of each row."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from guide.models import Step
from guide.models.content import Content


@dataclass
class RowChange:
    """What happens to one row, and the version that it has before."""

    row: Content
    is_new: bool
    version: int
    sentences: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return str(self.row._meta.verbose_name)


class RowChanges(dict[tuple[str, int], RowChange]):
    def add(self, row: Content, sentence: str, is_new: bool = False):
        key = row._meta.label_lower, row.pk
        change = self.setdefault(key, RowChange(row, is_new, row.version))
        change.sentences.append(sentence)

    @property
    def versions_before(self) -> dict[str, int]:
        """The versions that an editor saw in the preview, to be compared when he confirms."""
        return {
            f"{label}:{pk}": change.version
            for (label, pk), change in self.items()
            if not change.is_new
        }


def names_of(steps: Iterable[Step]) -> str:
    return _(", ").join(_("“%(step)s”") % {"step": step} for step in steps)
