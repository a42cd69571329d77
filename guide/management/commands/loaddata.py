from django.core.management.commands import loaddata

from guide.editorial.loads import keeping_load
from guide.models import Revision


class Command(loaddata.Command):
    """Django's own, which leaves a revision of each record that it changes, too."""

    def loaddata(self, fixture_labels):
        with keeping_load(Revision.Reason.LOADDATA):
            super().loaddata(fixture_labels)
