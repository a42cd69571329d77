"""An autocomplete widget that needs no query for the selected row."""

from django.contrib.admin.widgets import AutocompleteSelect

from web.bounds import row_key


class KnownAutocomplete(AutocompleteSelect):
    """Takes the label of the selected row from the loaded object, which saves a query for each inline row."""

    known = None

    def build_attrs(self, base_attrs, extra_attrs=None):
        """Without `required`: HTML asks then for an empty option, and what is missing is said by the form."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        attrs.pop("required", None)
        return attrs

    def optgroups(self, name, value, attr=None):
        if self.known is None or list(value) != [str(self.known.pk)]:
            keys = [key for key in value if row_key(key) is not None]
            return super().optgroups(name, keys, attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [
            (
                None,
                [
                    *empty,
                    self.create_option(name, self.known.pk, str(self.known), True, 1),
                ],
                0,
            )
        ]


def pass_selected_rows(form):
    """Pass to each autocomplete field the related row that was loaded with the instance."""
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, KnownAutocomplete):
            widget.known = form.instance._state.fields_cache.get(name)
