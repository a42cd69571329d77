from accounts.tests.sharing.links import road

__all__ = ["road"]
