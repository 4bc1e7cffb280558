"""The admin at /admin/: users, tasks and tokens, for those who run the service."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from .models import Task, Token, User

admin.site.site_header = admin.site.site_title = "To-Do"

PERMISSIONS = ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Users, with Django's own forms for passwords and permissions."""

    list_display = ["username", "email", "date_joined", "is_active", "is_staff"]
    search_fields = ["username", "email"]
    readonly_fields = ["date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "email", "password", "time_zone", "date_joined"]}),
        ("Permissions", {"fields": PERMISSIONS}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "email", "password1", "password2"]})]


@admin.register(Task)
class TaskAdmin(admin.ModelAdmin):
    """Everybody's tasks."""

    list_display = ["name", "user", "due_date", "completed"]
    list_filter = ["completed", "due_date"]
    list_select_related = ["user"]
    search_fields = ["name", "note", "user__username"]
    readonly_fields = ["creation_date"]
    autocomplete_fields = ["user"]


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin):
    """Who is logged in: tokens can be seen and revoked here, not made or changed."""

    list_display = ["user", "expiry_date"]
    list_filter = ["expiry_date"]
    list_select_related = ["user"]
    search_fields = ["user__username"]
    fields = ["user", "expiry_date"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave that to a log-in."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Token | None = None) -> bool:
        """Allow to look at it only."""
        return False
