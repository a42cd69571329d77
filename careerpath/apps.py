from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin with our site object."""

    default_site = "web.admin_site.CarefulSite"
