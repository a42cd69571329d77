class BackupRefused(Exception):
    """Nothing was written or replaced; says why."""
