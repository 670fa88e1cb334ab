"""Components say what they take, leak nothing, are shown in the gallery, and keep to the look's one set of names."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Engine, Library, Origin, Variable
from django.template.base import TokenType
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, GetCurrentLanguageNode
from django_cotton.templatetags._vars import CottonVarsNode

TEMPLATES = settings.BASE_DIR / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
STYLES = sorted((settings.BASE_DIR / "static" / "css").rglob("*.css"))
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if "documents" not in path.parts)
FRAME = {
    "header", "footer", "mark", "navigation_bar", "navigation_rail", "account_menu", "account_places",
    "language_switch", "messages",
}  # fmt: skip
"""Parts of the frame itself: base.html places them, pages do not."""
GIVEN = {"slot", "attrs", "request", "messages", "frame", "csrf_token", "forloop", "None"}
"""What is there without being passed: the component's own slot and attributes, and what context processors bring."""


def name_of(path: Path) -> str:
    return path.stem.replace("_", "-")


def relative(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


def declared(source: str) -> dict[str, bool]:
    """Parameters that a component declares, and whether each has a default."""
    found = re.search(r"<c-vars\s(.*?)/>", source, re.DOTALL)
    if not found:
        return {}
    names = re.findall(r"(:?[a-z][a-z0-9-]*)(=\"[^\"]*\")?", found.group(1))
    return {name.lstrip(":").replace("-", "_"): bool(default) for name, default in names}


def parts_of(thing: object) -> Iterator[object]:
    """Everything a compiled template is made of: nodes, expressions, prepared attributes of components."""
    seen: set[int] = set()
    waiting = [thing]
    while waiting:
        now = waiting.pop()
        if id(now) in seen or isinstance(now, str | int | Engine | Library | Origin | type) or now is None:
            continue
        seen.add(id(now))
        yield now
        if isinstance(now, CottonVarsNode):
            continue
        if isinstance(now, dict):
            waiting += now.values()
        elif isinstance(now, list | tuple | set):
            waiting += now
        elif type(now).__module__.startswith(("django.template", "django.templatetags", "django_cotton")):
            slots = [getattr(now, name, None) for name in getattr(type(now), "__slots__", ())]
            waiting += [*getattr(now, "__dict__", {}).values(), *slots]


def read_names(path: Path) -> set[str]:
    """Names that a component reads from its context, without those it makes itself."""
    read, made = set(), set()
    for part in parts_of(get_template(f"components/{path.name}").template.nodelist):
        if isinstance(part, Variable) and part.lookups and not part.translate:
            read.add(part.lookups[0])
        made |= set(getattr(part, "loopvars", ()))
        made |= {name for name in (getattr(part, "target_var", None), getattr(part, "asvar", None)) if name}
        extra = getattr(part, "extra_context", None)
        made |= set(extra) if isinstance(extra, dict) else set()
        if isinstance(part, BlockTranslateNode):
            made |= {part.countervar} if part.countervar else set()
            tokens_of = [*part.singular, *part.plural]
            read |= {t.contents for t in tokens_of if t.token_type == TokenType.VAR}
        if isinstance(part, GetCurrentLanguageNode):
            made.add(part.variable)
    return read - made - GIVEN


@pytest.mark.parametrize("path", COMPONENTS, ids=name_of)
def test_a_component_opens_with_what_it_is_and_takes(path):
    source = path.read_text()
    comment = re.match(r"{% comment %}(.+?){% endcomment %}", source, re.DOTALL)
    assert comment, "begins with a comment"
    said = comment.group(1).replace("-", "_")
    for name in declared(source):
        assert re.search(rf"\b{name}\b", said), f"{name} is not explained"


@pytest.mark.parametrize("path", [p for p in COMPONENTS if p.stem not in FRAME], ids=name_of)
def test_a_component_takes_nothing_from_the_page_around_it(path):
    parameters = declared(path.read_text())
    assert all(parameters.values()), "every parameter has a default"
    assert read_names(path) - set(parameters) == set()


def test_the_gallery_shows_every_component():
    shown = "".join((TEMPLATES / "workspace" / name).read_text() for name in ("gallery.html", "gallery_desk.html"))
    within = shown + "".join(path.read_text() for path in COMPONENTS)
    frame = "".join((TEMPLATES / name).read_text() for name in ("base.html", "base_public.html", "base_desk.html"))
    for path in COMPONENTS:
        name = name_of(path)
        used = re.search(rf"<c-{name}[\s/>]", within + frame) or f"components/{path.name}" in within + frame
        used = used or path.stem == "account_places"
        assert used, f"<c-{name}> is shown nowhere"


def test_the_guide_names_every_component():
    guide = (settings.BASE_DIR / "docs" / "design-system.md").read_text()
    missing = [name_of(p) for p in COMPONENTS if p.stem not in FRAME and f"<c-{name_of(p)}" not in guide]
    assert missing == []


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_pages_hold_no_inline_style_or_script(path):
    source = path.read_text()
    assert not re.search(r"\sstyle\s*=", source), "no style attribute"
    assert "<style" not in source
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", source), "no event attribute"
    for tag in re.findall(r"<script\b[^>]*>", source):
        assert "src=" in tag or "application/json" in tag, "no inline script"
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?:https?:)?//(?!www\.wikipedia\.org)""", source) or "<a " in source


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_templates_compile(path):
    get_template(str(path.relative_to(TEMPLATES)))


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_a_page_has_at_most_one_parent_between_itself_and_its_shape(path):
    steps, source = 0, path.read_text()
    theirs = path.is_relative_to(TEMPLATES / "allauth") or path.parts[-2] in {
        "account",
        "mfa",
        "usersessions",
    }  # allauth's own
    while found := re.search(r"{%\s*extends\s+[\"']([^\"']+)[\"']", source):
        steps += 1
        source = (TEMPLATES / found.group(1)).read_text()
    assert steps <= (4 if theirs else 3)


@pytest.mark.parametrize("path", [p for p in STYLES if p.name != "tokens.css"], ids=relative)
def test_colours_are_named_in_one_place(path):
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgb\(|\bhsl\(", path.read_text()) == []


def tokens() -> tuple[dict[str, str], dict[str, str]]:
    """The colours of the light and of the dark look."""
    source = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", source.split("@media")[0]))
    dark_block = source.split("prefers-color-scheme: dark")[1].split("@media")[0]
    return light, {**light, **dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark_block))}


def contrast(first: str, second: str) -> float:
    """WCAG contrast ratio of two colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "muted", "primary", "danger", "visited") for ground in ("paper", "surface")),
    ("muted", "sunken"),
    ("primary", "primary-wash"),
    ("accent", "accent-wash"),
    ("danger", "danger-wash"),
    ("success", "success-wash"),
    ("info", "info-wash"),
    ("accent", "paper"),
    ("on-primary", "primary"),
    ("on-primary", "primary-strong"),
    ("on-danger", "danger"),
    ("on-block", "block"),
    ("on-block", "block-strong"),
    ("focus-ink", "focus"),
]


@pytest.mark.parametrize("look", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_stands_out_from_its_ground(look, text, ground):
    colours = tokens()[look]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("look", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_borders_of_controls_stand_out(look, ground):
    colours = tokens()[look]
    assert contrast(colours["control"], colours[ground]) >= 3
