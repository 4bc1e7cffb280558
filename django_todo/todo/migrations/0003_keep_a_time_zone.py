"""Keep a time zone."""

from django.db import migrations, models

import todo.models


class Migration(migrations.Migration):
    dependencies = [
        ("django_todo", "0002_index_what_is_pruned"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="time_zone",
            field=models.CharField(
                choices=todo.models.time_zones, db_default="UTC", default="UTC", max_length=64
            ),
        ),
    ]
