from django.utils.translation import gettext_lazy as _

from guide.models.content import Named
from guide.models.fields import AddressField


class Provider(Named):
    """A platform or publisher of courses."""

    url = AddressField(_("address"), max_length=500, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("provider"), _("providers")
