"""People, the firms and authorities they act for, and in which role."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.enums import AuthorityRole, FirmRole
from caseapp.core.models import Stamped
from caseapp.core.wording import NamedInTwoScripts


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the address is the name one signs in by."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, Stamped):  # type: ignore[django-manager-missing]
    """Somebody who signs in. `is_demo` accounts may do so in demonstration mode alone."""

    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_administrator = models.BooleanField(_("administrator"), default=False)
    is_curator = models.BooleanField(_("curator of precedents"), default=False)
    is_demo = models.BooleanField(_("demonstration account"), default=False, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_caseless")]

    def __str__(self) -> str:
        return self.display_name or self.email


class Firm(NamedInTwoScripts, Stamped):
    """A law firm that complainants may share a complaint with."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_local = models.CharField(_("name in the local script"), max_length=200, blank=True)
    jurisdictions = models.ManyToManyField("law.Jurisdiction", related_name="firms", verbose_name=_("practises in"))
    languages = models.CharField(_("languages"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("firm")
        verbose_name_plural = _("firms")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.shown_name


class Authority(NamedInTwoScripts, Stamped):
    """A regulator that receives complaints, investigates and fines. `code` is its stable name in the API."""

    code = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_local = models.CharField(_("name in the local script"), max_length=200, blank=True)
    jurisdiction = models.ForeignKey("law.Jurisdiction", on_delete=models.PROTECT, related_name="authorities")
    receives_public_sector = models.BooleanField(_("hears complaints about public bodies"), default=True)

    class Meta:
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.shown_name


class Membership(Stamped):
    """One person's role in one firm or one authority."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    firm = models.ForeignKey(Firm, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships")
    authority = models.ForeignKey(
        Authority, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=[*FirmRole.choices, *AuthorityRole.choices])

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                name="accounts_membership_role_fits",
                condition=(
                    models.Q(firm__isnull=False, authority__isnull=True, role__in=FirmRole.values)
                    | models.Q(firm__isnull=True, authority__isnull=False, role__in=AuthorityRole.values)
                ),
            ),
            models.UniqueConstraint(fields=["user", "firm"], name="accounts_membership_one_role_firm"),
            models.UniqueConstraint(fields=["user", "authority"], name="accounts_membership_one_role_authority"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.firm or self.authority}"
