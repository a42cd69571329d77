"""Which role the gap is shown to."""

from django.utils.translation import gettext_lazy as _

from guide.forms import Filter, KnownChoiceField, LanguageSelect
from guide.gap.content import gap_content


class RoleForm(Filter):
    role = KnownChoiceField(label=_("Role"), required=False, widget=LanguageSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        roles = gap_content().roles.values()
        self.fields["role"].choices = [(role.slug, role.name) for role in roles]
