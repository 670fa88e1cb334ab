"""Demonstration accounts, firms and authorities. Nobody here exists."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from caseapp.accounts.models import Authority, Firm, Membership, User
from caseapp.accounts.selectors import actor_for
from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.law.models import Jurisdiction
from caseapp.notifications.models import Preference

PASSWORD = "countenance-demo"  # noqa: S105  # shown on the sign-in page, refused outside demonstration mode
DOMAIN = "demo.countenance.example"

AUTHORITIES = (
    # code, jurisdiction, name, local name
    ("ningbo-market-regulation", "CN-ZJ", "Ningbo Market Regulation Office", "宁波市场监管办公室"),
    ("tianjin-market-regulation", "CN-TJ", "Tianjin Market Regulation Office", "天津市场监管办公室"),
    ("france-data-protection", "FR", "French Data Protection Office", "Bureau français de protection des données"),
    ("spain-data-protection", "ES", "Spanish Data Protection Office", "Oficina española de protección de datos"),
    ("uk-information-rights", "GB", "UK Information Rights Office", ""),
    ("illinois-attorney", "US-IL", "Illinois Biometric Privacy Unit", ""),
)

FIRMS = (
    # slug, name, local name, jurisdictions
    ("harbour-light", "Harbour Light Law", "海灯律师事务所", ("CN", "CN-ZJ", "CN-TJ")),
    ("lake-shore", "Lake Shore Counsel", "", ("US", "US-IL")),
    ("pont-neuf", "Cabinet Pont Clair", "", ("FR", "ES", "GB")),
)


@dataclass(frozen=True)
class Account:
    """One demonstration account and the role it holds."""

    local_part: str
    name: str
    language: str = "en"
    firm: str = ""
    authority: str = ""
    role: str = ""
    is_administrator: bool = False
    is_curator: bool = False

    @property
    def email(self) -> str:
        return f"{self.local_part}@{DOMAIN}"


ACCOUNTS = (
    Account("citizen", "Lin Xiaoyu"),
    Account("lawyer", "Zhou Anran", firm="harbour-light", role="associate"),
    Account("partner", "Helen Marsh", firm="harbour-light", role="partner"),
    Account("paralegal", "Bao Yun", firm="harbour-light", role="paralegal"),
    Account("officer", "Chen Wei", authority="ningbo-market-regulation", role="investigator"),
    Account("supervisor", "Wu Qing", authority="ningbo-market-regulation", role="supervisor"),
    Account("analyst", "Sun Lei", authority="ningbo-market-regulation", role="analyst", is_curator=True),
    Account("admin", "Site Administrator", is_administrator=True),
    # In the background, so that every authority has somebody at work.
    Account("intake.ningbo", "Gao Min", authority="ningbo-market-regulation", role="intake_officer"),
    Account("officer.tianjin", "Ren Fang", authority="tianjin-market-regulation", role="supervisor"),
    Account("officer.france", "Claire Aubin", authority="france-data-protection", role="supervisor"),
    Account("officer.spain", "Marta Robles", authority="spain-data-protection", role="supervisor"),
    Account("officer.uk", "Owen Pryce", authority="uk-information-rights", role="supervisor"),
    Account("officer.illinois", "Dana Whitfield", authority="illinois-attorney", role="supervisor"),
    Account("associate.illinois", "Marcus Bell", firm="lake-shore", role="associate"),
)

FILERS = (
    "Ada Fenwick",
    "Ben Oduya",
    "Cai Ruolan",
    "Diego Pardo",
    "Elif Sarman",
    "Fan Jia",
    "Greta Lind",
    "Hu Yifan",
    "Iris Calloway",
    "Jiang Tao",
    "Kofi Mensale",
    "Luo Siyu",
    "Mina Farrow",
    "Noor Haddadi",
    "Ottilie Grau",
    "Pei Lan",
    "Quentin Vasse",
    "Rosa Iborra",
    "Shen Mo",
    "Tang Wei",
    "Uma Prentice",
    "Violette Arnal",
    "Wen Hao",
    "Xu Ning",
)
"""People who only file. Nobody signs in as them."""

SHOWN = ("citizen", "lawyer", "partner", "paralegal", "officer", "supervisor", "analyst", "admin")
"""The accounts that the sign-in page and the start command list."""


@dataclass(frozen=True)
class Cast:
    """Everybody of the demonstration, by local part of the address, code or slug."""

    users: dict[str, User]
    authorities: dict[str, Authority]
    firms: dict[str, Firm]
    filers: tuple[User, ...]

    def actor(self, local_part: str) -> Actor:
        return actor_for(self.users[local_part])

    def client(self, complaint: Complaint) -> Actor:
        """Whoever filed a complaint under an account."""
        return actor_for(self._owner(complaint))

    def name_of(self, complaint: Complaint) -> str:
        """The name under which that account signs."""
        return self._owner(complaint).display_name

    def _owner(self, complaint: Complaint) -> User:
        return next(each for each in (*self.users.values(), *self.filers) if each.pk == complaint.owner_id)


def make_people() -> Cast:
    """Create authorities, firms, accounts and their roles."""
    authorities = {
        code: Authority.objects.create(code=code, jurisdiction_id=place, name=name, name_local=local)
        for code, place, name, local in AUTHORITIES
    }
    firms: dict[str, Firm] = {}
    for slug, name, local, places in FIRMS:
        firms[slug] = Firm.objects.create(slug=slug, name=name, name_local=local, languages="en, zh-hans")
        firms[slug].jurisdictions.set(Jurisdiction.objects.filter(pk__in=places))
    users: dict[str, User] = {}
    # Hashed once: the hash is slow on purpose, and the password is public anyway.
    hashed = make_password(PASSWORD)
    for account in ACCOUNTS:
        user = User.objects.create(
            email=account.email,
            password=hashed,
            display_name=account.name,
            language=account.language,
            is_administrator=account.is_administrator,
            is_curator=account.is_curator,
            is_demo=True,
        )
        Preference.objects.create(user=user)
        if account.role:
            Membership.objects.create(
                user=user,
                firm=firms.get(account.firm),
                authority=authorities.get(account.authority),
                role=account.role,
            )
        users[account.local_part] = user
    filers = User.objects.bulk_create(
        User(email=f"filer{number}@{DOMAIN}", display_name=name, password=make_password(None), is_demo=True)
        for number, name in enumerate(FILERS, start=1)
    )
    return Cast(users, authorities, firms, tuple(filers))
