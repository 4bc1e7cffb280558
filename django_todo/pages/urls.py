"""Every URL of the pages, with the names of shared_spec/pages.toml."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from .views import accounts, tasks


class IdConverter(IntConverter):
    """An id as the API takes it: /tasks/01 is not found."""

    regex = "[1-9][0-9]*"


register_converter(IdConverter, "id")

app_name = "pages"
urlpatterns = [
    path("", tasks.HomeView.as_view(), name="home"),
    path("register", accounts.RegisterView.as_view(), name="register"),
    path("login", accounts.LogInView.as_view(), name="log_in"),
    path("logout", accounts.LogOutView.as_view(), name="log_out"),
    path("tasks", tasks.ShowTasksView.as_view(), name="show_tasks"),
    path("tasks/list", tasks.ListTasksView.as_view(), name="list_tasks"),
    path("tasks/new", tasks.AddTaskView.as_view(), name="add_task"),
    path("tasks/<id:pk>", tasks.EditTaskView.as_view(), name="edit_task"),
    path("tasks/<id:pk>/completed", tasks.CompleteTaskView.as_view(), name="complete_task"),
    path("tasks/<id:pk>/delete", tasks.DeleteTaskView.as_view(), name="delete_task"),
    path("account", accounts.EditAccountView.as_view(), name="edit_account"),
    path("account/password", accounts.ChangePasswordView.as_view(), name="change_password"),
    path("account/delete", accounts.DeleteAccountView.as_view(), name="delete_account"),
]
