"""Staff members with some permissions, signed in."""

from django.contrib.auth.models import Permission, User
from django.test import Client


def signed_in(*codenames: str) -> Client:
    """A client of a staff member who may enter the admin and has these permissions besides."""
    user = User.objects.create_user("staff", password="password")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    client = Client()
    client.force_login(user)
    return client
