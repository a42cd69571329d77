from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuideConfig(AppConfig):
    name = "guide"
    verbose_name = _("Guide")

    def ready(self):
        from guide import checks, signals  # noqa: F401  registers itself; models are ready only now
        from guide.editorial.loads import keep_written_rows
        from guide.models import ContentVersion
        from guide.models.text import FigurePlaces
        from guide.sync.written import WrittenRows
        from guide.texts.figures import fill_figures
        from web.kept_pages.editions import VersionSource

        VersionSource.read = ContentVersion.current
        FigurePlaces.fill = fill_figures
        WrittenRows.keep = staticmethod(keep_written_rows)
