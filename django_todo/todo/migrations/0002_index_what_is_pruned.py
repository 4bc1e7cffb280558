"""Index what is pruned by its age."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("django_todo", "0001_create_the_tables"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="token",
            index=models.Index(fields=["expiry_date"], name="tokens_expiry__b1cbb6_idx"),
        ),
        migrations.AddIndex(
            model_name="failedlogin",
            index=models.Index(fields=["creation_date"], name="failed_logi_creatio_67a4b6_idx"),
        ),
    ]
