"""Pages about the site itself, which editors write."""

from django.utils.translation import gettext_lazy as _

from guide.models.content import Named, line_field, text_field
from guide.models.text import Translated

DAYS_ARE_COMPUTED = _(
    "Markdown. How long something is kept is never typed: {kept:backups} stands for the days that the site keeps to."
)


class SitePage(Named):
    """What a page about the site says. Its slug is that of its address, such as privacy."""

    summary_en = line_field(_("summary (English)"))
    summary_zh = line_field(_("summary (Chinese)"))
    body_en = text_field(_("text (English)"), help_text=DAYS_ARE_COMPUTED)
    body_zh = text_field(_("text (Chinese)"), help_text=DAYS_ARE_COMPUTED)
    summary = Translated()
    body = Translated()

    class Meta:
        verbose_name, verbose_name_plural = (
            _("page about the site"),
            _("pages about the site"),
        )
