"""The domain: users, their tokens and tasks, log-in and its throttle; nothing here is the API's."""
