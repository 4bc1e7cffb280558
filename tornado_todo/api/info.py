"""What the API is: its operations, written down, since no URL of Tornado's names an operation."""

from .base import APIHandler

OPERATIONS = {
    "read_info": "GET /api/v1",
    "register": "POST /api/v1/accounts",
    "log_in": "POST /api/v1/accounts/login",
    "log_out": "POST /api/v1/accounts/logout",
    "read_account": "GET /api/v1/accounts/{username}",
    "update_account": "PUT /api/v1/accounts/{username}",
    "delete_account": "DELETE /api/v1/accounts/{username}",
    "list_tasks": "GET /api/v1/accounts/{username}/tasks",
    "create_task": "POST /api/v1/accounts/{username}/tasks",
    "read_task": "GET /api/v1/accounts/{username}/tasks/{id}",
    "replace_task": "PUT /api/v1/accounts/{username}/tasks/{id}",
    "delete_task": "DELETE /api/v1/accounts/{username}/tasks/{id}",
}


class InfoHandler(APIHandler):
    """The API itself."""

    path_template = "/api/v1"
    SUPPORTED_METHODS = ("GET", "HEAD", "OPTIONS")

    async def get(self) -> None:
        """Describe the API and its operations."""
        self.write_json({"name": "To-Do API", "version": "1", "operations": OPERATIONS})
