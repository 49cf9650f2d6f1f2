"""Who signs in."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from plp.core.history import keep_history_of, kept_history


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        """Make a person who can sign in; without a password they cannot until they set one."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, known by e-mail address."""

    email = models.EmailField(
        "e-mail", unique=True, error_messages={"unique": "Someone has this address."}
    )
    name = models.CharField(max_length=200, blank=True)
    is_staff = models.BooleanField(
        default=False, help_text="Works for the program and may open the admin."
    )
    is_active = models.BooleanField(
        default=True, help_text="Untick instead of deleting: history keeps its author."
    )
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    history = kept_history(exclude=["password", "last_login"], many=["groups", "user_permissions"])

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_lower_case"
            )
        ]

    def __str__(self):
        return self.name or self.email

    def clean(self):
        super().clean()
        self.email = self.email.lower()

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return self.name.split(" ")[0] or self.email


keep_history_of(Group, many=["permissions"])
