from django.contrib.admin.widgets import AutocompleteSelect


class KnownAutocomplete(AutocompleteSelect):
    """Takes the name of the selected row from the object at hand: a page of many rows asks nothing for it."""

    known = None

    def optgroups(self, name, value, attr=None):
        if self.known is None or list(value) != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
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


def know_selected(form):
    """Hand each autocomplete field the row that was read together with the form's."""
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, KnownAutocomplete):
            widget.known = form.instance._state.fields_cache.get(name)
