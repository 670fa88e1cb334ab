"""Words that generated complaints are put together from; everything is invented."""

OPENINGS = {
    "en": (
        "I live nearby and pass there every day.",
        "I was there with my family on a Saturday.",
        "A friend told me to look at the ceiling, and then I saw it.",
        "I only learned of it from a notice on the wall.",
        "I had been there a dozen times before I noticed.",
        "My neighbour and I went together.",
        "I asked at the desk, and nobody would say anything.",
        "It was the first time that I went in.",
    ),
    "zh-hans": (
        "我住在附近，每天都要经过那里。",
        "周六我和家人一起去的。",
        "朋友提醒我看天花板，我才发现。",
        "我是看到墙上的告示才知道的。",
        "去了十几次以后我才注意到。",
        "我和邻居一起去的。",
        "我到前台询问，没有人愿意说明。",
        "那是我第一次进去。",
    ),
}
CLOSINGS = {
    "en": (
        "I want to know what was stored and that it is deleted.",
        "I did not agree to this and I do not agree now.",
        "Nobody could tell me who runs the system or where the pictures go.",
        "I do not go there any more, and my data is still with them.",
        "I ask that another way in is offered to everybody.",
        "I wrote to them twice and got no answer.",
        "My children were with me.",
        "I would like somebody to look at this before it is everywhere.",
    ),
    "zh-hans": (
        "我想知道他们存了什么，并要求删除。",
        "我当时没有同意，现在也不同意。",
        "没有人能告诉我系统由谁运营、照片去了哪里。",
        "我已经不去了，但我的数据还在他们那里。",
        "请他们为所有人提供其他进入方式。",
        "我写过两次信，都没有回复。",
        "当时孩子和我在一起。",
        "希望有人管一管，不要等到处都是。",
    ),
}
NAMES = {
    "Amber": "琥珀", "Birch": "白桦", "Cedar": "雪松", "Dune": "沙丘", "Elder": "长青", "Fern": "蕨园", "Grove": "林苑",
    "Heron": "白鹭", "Iris": "鸢尾", "Juniper": "松柏", "Kestrel": "红隼", "Linden": "菩提", "Maple": "枫林", "North": "北辰",
    "Opal": "欧泊", "Pine": "青松", "Quarry": "石峰", "Rowan": "山梨", "Sable": "玄羽", "Tern": "海燕", "Umber": "赭石",
    "Vale": "溪谷", "Willow": "垂柳", "Yarrow": "蓍草",
}  # fmt: skip
"""Words that names of organisations and people begin with, and the same in Chinese."""

TRADES = {
    "retail": "商场", "property_management": "物业", "hospitality": "酒店", "sports_venue": "体育馆", "education": "学校",
    "entertainment_venue": "影城", "transport": "客运", "bank_fintech": "银行", "gym_leisure": "健身", "health": "医院",
}  # fmt: skip
"""What names of organisations in Chinese end with, by sector."""

SITES = ("Main entrance", "North gate", "Hall", "Car park", "Lift lobby", "Counter")
