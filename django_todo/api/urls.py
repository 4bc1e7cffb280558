"""Every URL of the API. Fixed segments stand above variable ones: the first match wins (HTTP-7)."""

from django.urls import path

from .views.accounts import AccountListView, AccountView, LogInView, LogOutView
from .views.info import InfoView
from .views.tasks import TaskListView, TaskView

app_name = "api"
urlpatterns = [
    path("", InfoView.as_view(), name="info"),
    path("/accounts", AccountListView.as_view(), name="accounts"),
    path("/accounts/login", LogInView.as_view(), name="login"),
    path("/accounts/logout", LogOutView.as_view(), name="logout"),
    path("/accounts/<username>", AccountView.as_view(), name="account"),
    path("/accounts/<username>/tasks", TaskListView.as_view(), name="tasks"),
    path("/accounts/<username>/tasks/<id>", TaskView.as_view(), name="task"),
]
