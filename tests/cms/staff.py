"""Callers of Wagtail's own API: staff with a token, and what they send."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.test import Client
from wagtail.models import APIToken

from contact.services.roles import setup_enquiry_roles
from pages.services.roles import setup_editor_roles

API = "/api/v3-preview"


class Caller:
    """Sends requests with a user's token, or without one."""

    def __init__(self, user: User | None = None) -> None:
        self.user, self.client, self.headers = user, Client(raise_request_exception=False), {}
        if user:
            _kept, token = APIToken.create_token(user=user, name="test")
            self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **query: Any) -> HttpResponse:
        """GET."""
        return self.client.get(API + path, query, headers=self.headers)

    def send(self, path: str, body: Any = None, method: str = "post") -> HttpResponse:
        """POST, or another method, with a body that becomes JSON; bytes are sent as they are."""
        call = getattr(self.client, method)
        return call(API + path, body if body is not None else {}, content_type="application/json", headers=self.headers)


def make_caller(group: str = "", name: str = "mia") -> Caller:
    """A caller who is a member of a group, or an administrator."""
    if not group:
        return Caller(User.objects.create_superuser(name))
    setup_editor_roles()
    setup_enquiry_roles()
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get(name=group))
    return Caller(user)
