"""Thirty invented organisations over seven places, some in two scripts, with sites and suppliers."""

from dataclasses import dataclass

from caseapp.respondents.models import Alias, Respondent, Site, Supply


@dataclass(frozen=True)
class Organisation:
    """`venue` is the kind of place where its system stands; `sites` are the names of those places."""

    key: str
    name: str
    local: str
    country: str
    place: str
    sector: str
    venue: str
    kind: str = "private"
    sites: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


def _cn(key: str, name: str, local: str, sector: str, venue: str, *sites: str, place: str = "CN-ZJ") -> Organisation:
    return Organisation(key, name, local, "CN", place, sector, venue, sites=sites)


ORGANISATIONS = (
    _cn(
        "tidehouse",
        "Tidehouse Homes (Ningbo) Co., Ltd.",
        "宁波潮屋置业有限公司",
        "property_management",
        "sales_office",
        "Tidehouse Bay show flat",
        "Tidehouse Garden sales office",
    ),
    _cn(
        "eastgate",
        "Eastgate Living Co., Ltd.",
        "宁波东门人居有限公司",
        "property_management",
        "sales_office",
        "Eastgate One sales office",
    ),
    _cn(
        "silver-reed",
        "Silver Reed Development Co., Ltd.",
        "宁波银苇开发有限公司",
        "property_management",
        "sales_office",
        "Silver Reed sales hall",
    ),
    _cn(
        "plum-lane",
        "Plum Lane Property Services",
        "梅巷物业服务有限公司",
        "property_management",
        "home",
        "Plum Lane estate gate",
    ),
    _cn(
        "riverbend",
        "Riverbend Estate Management",
        "河湾物业管理有限公司",
        "property_management",
        "home",
        "Riverbend residential quarter",
        place="CN-TJ",
    ),
    _cn("brightstep", "Brightstep Shoes", "明步鞋业有限公司", "retail", "shop", "Brightstep Tianyi shop"),
    _cn(
        "orchard-mart",
        "Orchard Mart",
        "果园超市有限公司",
        "retail",
        "shop",
        "Orchard Mart Yinzhou",
        "Orchard Mart Haishu",
    ),
    _cn("cloudpeak", "Cloudpeak Fitness", "云峰健身有限公司", "gym_leisure", "gym", "Cloudpeak Jiangbei"),
    _cn("lotus-school", "Lotus Hill Middle School", "莲山中学", "education", "school", "Lotus Hill canteen"),
    _cn("jade-hotel", "Jade Court Hotel", "玉庭酒店有限公司", "hospitality", "hotel", "Jade Court reception"),
    _cn("lensmith", "Lensmith Vision Technology", "镜匠视觉科技有限公司", "technology_vendor", "other"),
    _cn(
        "metro-park",
        "Metro Park Amusements",
        "都市乐园有限公司",
        "entertainment_venue",
        "entertainment",
        "Metro Park gate",
        place="CN-TJ",
    ),
    Organisation(
        "prairie-foods",
        "Prairie Foods Packing LLC",
        "",
        "US",
        "US-IL",
        "employer",
        "workplace",
        sites=("Joliet plant",),
    ),
    Organisation(
        "lakeline",
        "Lakeline Logistics Inc.",
        "",
        "US",
        "US-IL",
        "employer",
        "workplace",
        sites=("Aurora warehouse",),
        aliases=("Lakeline Freight",),
    ),
    Organisation("snapfold", "Snapfold Photos Inc.", "", "US", "US-IL", "photo_service", "online"),
    Organisation(
        "windy-arena", "Windy Arena Holdings", "", "US", "US-IL", "sports_venue", "stadium", sites=("Windy Arena",)
    ),
    Organisation("county-patrol", "Kettle County Patrol", "", "US", "US-IL", "police", "street", kind="public"),
    Organisation("facefolio", "Facefolio Search Ltd", "", "GB", "GB", "face_search", "online"),
    Organisation(
        "thorn-and-co",
        "Thorn & Co Stores",
        "",
        "GB",
        "GB",
        "retail",
        "shop",
        sites=("Thorn & Co Leeds", "Thorn & Co Bristol"),
    ),
    Organisation(
        "fleetwell", "Fleetwell Couriers", "", "GB", "GB", "employer", "workplace", sites=("Fleetwell depot",)
    ),
    Organisation(
        "moor-academy", "Moor View Academy", "", "GB", "GB", "education", "school", sites=("Moor View canteen",)
    ),
    Organisation(
        "stade-aurore",
        "Stade Aurore SA",
        "",
        "FR",
        "FR",
        "sports_venue",
        "stadium",
        sites=("Stade Aurore, tribune nord",),
    ),
    Organisation("visages", "Visages Ouverts SAS", "", "FR", "FR", "face_search", "online"),
    Organisation("lycee-garance", "Lycée Garance", "", "FR", "FR", "education", "school", sites=("Lycée Garance",)),
    Organisation("marche-clair", "Marché Clair SAS", "", "FR", "FR", "retail", "shop", sites=("Marché Clair Lyon",)),
    Organisation(
        "club-mirador", "Club Mirador SAD", "", "ES", "ES", "sports_venue", "stadium", sites=("Estadio Mirador",)
    ),
    Organisation(
        "gimnasio-alba", "Gimnasio Alba SL", "", "ES", "ES", "gym_leisure", "gym", sites=("Gimnasio Alba Centro",)
    ),
    Organisation("super-olivo", "Super Olivo SA", "", "ES", "ES", "retail", "shop", sites=("Super Olivo Norte",)),
    Organisation("hotel-brisa", "Hotel Brisa SL", "", "ES", "ES", "hospitality", "hotel", sites=("Hotel Brisa",)),
    Organisation("gate-sense", "GateSense Systems Ltd", "", "GB", "GB", "technology_vendor", "other"),
)

SUPPLIED = (
    # supplier, organisations whose sites it equipped, product
    ("lensmith", ("tidehouse", "eastgate", "silver-reed", "plum-lane", "orchard-mart"), "Lensmith Visitor 3"),
    ("gate-sense", ("thorn-and-co", "fleetwell", "club-mirador"), "GateSense Door"),
)


def make_organisations() -> dict[str, Respondent]:
    """Create the organisations with aliases, sites and what stands there, by key."""
    made: dict[str, Respondent] = {}
    for each in ORGANISATIONS:
        respondent = Respondent.objects.create(
            name=each.name,
            name_local=each.local,
            country_id=each.country,
            sector=each.sector,
            kind=each.kind,
            verified=True,
        )
        Alias.objects.bulk_create(Alias(respondent=respondent, name=name) for name in each.aliases)
        Site.objects.bulk_create(Site(respondent=respondent, name=name) for name in each.sites)
        made[each.key] = respondent
    for supplier, equipped, product in SUPPLIED:
        Supply.objects.bulk_create(
            Supply(site=site, supplier=made[supplier], product=product)
            for site in Site.objects.filter(respondent__in=[made[key] for key in equipped])
        )
    return made
