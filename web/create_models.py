"""An operation for migrations that create many models."""

from django.db.migrations.operations.base import Operation, OperationCategory


class CreateModels(Operation):
    """Creates models together, in any order.

    After every change of a model Django makes the classes of all related models anew. Of sixty models that are created
    one after the other it makes twelve hundred, which takes ten times as long as the tables. Here it makes each once.
    """

    category = OperationCategory.ADDITION

    def __init__(self, operations):
        self.operations = operations  # a CreateModel for each

    def deconstruct(self):
        return self.__class__.__qualname__, [self.operations], {}

    def state_forwards(self, app_label, state):
        state.__dict__.pop(
            "apps", None
        )  # the classes; made when they are next asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Create {len(self.operations)} models"
