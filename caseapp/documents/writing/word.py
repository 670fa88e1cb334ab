"""What a Word file of ours looks like: page, styles and foot, laid over pandoc's own reference document.

Styles are named as pandoc names them (`BodyText`, `Compact` …) and as `writing.shapes` does for its own blocks. Latin
script is set in Times New Roman, Chinese in SimSun and SimHei, which every Word has; others fall back to their own.
"""

import io
import zipfile
from dataclasses import dataclass
from string import Template
from xml.sax.saxutils import escape

from caseapp.documents.gateways import reference_of_pandoc

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_PAGES = {"a4": (11906, 16838), "us-letter": (12240, 15840)}
"""Width and height in twentieths of a point."""
_MARGIN = 1440
_FOOT_STYLE = '<w:pPr><w:pStyle w:val="Footer"/></w:pPr>'

_DEFAULTS = Template(
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
    'w:cs="Times New Roman" w:eastAsia="SimSun"/><w:sz w:val="$size"/><w:szCs w:val="$size"/>'
    '<w:lang w:val="$latin" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
)

_CLOSE = ' w:line="264" w:lineRule="auto"'
_FIRST_LINE = '<w:ind w:firstLineChars="200" w:firstLine="480"/>'


def _style(name: str, shown: str, *, based: str = "Normal", para: str = "", run: str = "", next_one: str = "") -> str:
    follows = f'<w:next w:val="{next_one}"/>' if next_one else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/><w:basedOn w:val="{based}"/>'
        f"{follows}<w:qFormat/><w:pPr>{para}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


@dataclass(frozen=True)
class Looks:
    """How a Word file stands on its sheets: a letter's title is its subject; a pleading before a court of the United
    States is set `double`, with the corner free that its clerk stamps. `foot` stands below each page before its
    number.
    """

    language: str
    paper: str
    letter: bool
    double: bool
    foot: str


def styles(looks: Looks) -> str:
    """`styles.xml`: Chinese texts begin each paragraph two characters in and stand a little wider apart."""
    paper, double = looks.paper, looks.double
    chinese = looks.language.startswith("zh")
    size = 24
    line = 480 if double else 360 if chinese else 276
    indent = _FIRST_LINE if chinese else ""
    strong = '<w:rFonts w:eastAsia="SimHei"/><w:b/><w:bCs/>'
    kept = "<w:keepNext/><w:keepLines/>"
    body = f'<w:spacing w:before="0" w:after="120" w:line="{line}" w:lineRule="auto"/>'
    single = f'<w:spacing w:before="0" w:after="120"{_CLOSE}/>'
    centred = '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
    first = "" if looks.letter and not chinese else centred
    heading = _FIRST_LINE if chinese else ""
    corner = 1300 if double else 0
    signed = '<w:jc w:val="right"/>' if chinese else '<w:ind w:left="4320"/>' if double else ""
    latin = "en-US" if paper == "us-letter" else "en-GB"
    found = [
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr><w:widowControl/>{body}</w:pPr></w:style>",
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>',
        _style("BodyText", "Body Text", para=body + indent),
        _style("FirstParagraph", "First Paragraph", based="BodyText", next_one="BodyText"),
        _style("Compact", "Compact", para=body if double else single),
        _style(
            "BlockText",
            "Block Text",
            para=f'<w:spacing w:before="60" w:after="160"{_CLOSE}/><w:ind w:left="720" w:right="720"/>',
        ),
        _style(
            "Heading1",
            "heading 1",
            para=f'{kept}<w:spacing w:before="240" w:after="240"{_CLOSE}/>{first}<w:outlineLvl w:val="0"/>',
            run=f'{strong}<w:sz w:val="{36 if chinese else 26 if looks.letter else 30}"/>',
            next_one="BodyText",
        ),
        _style(
            "Heading2",
            "heading 2",
            para=f'{kept}<w:spacing w:before="240" w:after="120"{_CLOSE}/>{centred if double else heading}'
            '<w:outlineLvl w:val="1"/>',
            run=strong,
            next_one="BodyText",
        ),
        _style(
            "Heading3",
            "heading 3",
            para=f'{kept}<w:spacing w:before="160" w:after="100"{_CLOSE}/>{heading}<w:outlineLvl w:val="2"/>',
            run=strong,
            next_one="BodyText",
        ),
        *(
            _style(f"Heading{level}", f"heading {level}", based="Heading3", para=f'<w:outlineLvl w:val="{level - 1}"/>')
            for level in (4, 5, 6)
        ),
        _style(
            "Court", "Court", para=f'{kept}<w:spacing w:before="{corner}" w:after="160"{_CLOSE}/>{centred}', run=strong
        ),
        _style("Party", "Party", para=f'<w:spacing w:before="0" w:after="100"{_CLOSE}/>'),
        _style("Flush", "Flush", based="BodyText", para='<w:ind w:firstLineChars="0" w:firstLine="0"/>'),
        _style("Above", "Above", para=f'<w:spacing w:before="0" w:after="240"{_CLOSE}/>'),
        _style("Signed", "Signed", para=f'{kept}<w:spacing w:before="0" w:after="160"{_CLOSE}/>{signed}'),
        _style(
            "Footer",
            "footer",
            para='<w:tabs><w:tab w:val="right" w:pos="$foot"/></w:tabs>',
            run='<w:color w:val="55605F"/><w:sz w:val="18"/>',
        ),
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        '<w:rPr><w:color w:val="1F5F5B"/><w:u w:val="single"/></w:rPr></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="Table"><w:name w:val="Table"/><w:tblPr><w:tblBorders>'
        '<w:top w:val="single" w:sz="6" w:color="808080"/><w:bottom w:val="single" w:sz="6" w:color="808080"/>'
        '<w:insideH w:val="single" w:sz="4" w:color="C9D2D0"/></w:tblBorders><w:tblCellMar>'
        '<w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>',
        '<w:style w:type="table" w:styleId="CourtCaption"><w:name w:val="CourtCaption"/><w:tblPr><w:tblBorders>'
        '<w:bottom w:val="single" w:sz="8" w:color="000000"/><w:insideV w:val="single" w:sz="8" w:color="000000"/>'
        '</w:tblBorders><w:tblCellMar><w:left w:w="120" w:type="dxa"/><w:right w:w="120" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>",
    ]
    whole = "".join([_DEFAULTS.substitute(size=size, latin=latin), *found])
    return f'<?xml version="1.0" encoding="UTF-8"?><w:styles {_NAMESPACES}>{whole}</w:styles>'.replace(
        "$foot", str(_PAGES[paper][0] - 2 * _MARGIN)
    )


def reference(looks: Looks) -> bytes:
    """The reference document for one Word file."""
    width, height = _PAGES[looks.paper]
    section = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rIdFoot"/><w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" w:bottom="{_MARGIN}" w:left="{_MARGIN}" w:header="720" '
        'w:footer="720" w:gutter="0"/></w:sectPr>'
    )
    foot_line = (
        f'<w:p>{_FOOT_STYLE}<w:r><w:t xml:space="preserve">{escape(looks.foot)}</w:t></w:r><w:r><w:tab/></w:r>'
        f'{_field("PAGE")}<w:r><w:t xml:space="preserve"> / </w:t></w:r>{_field("NUMPAGES")}</w:p>'
    )
    ours = {
        "word/styles.xml": styles(looks),
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {_NAMESPACES}><w:body><w:p/>'
        f"{section}</w:body></w:document>",
        "word/footer1.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:ftr {_NAMESPACES}>{foot_line}</w:ftr>',
    }
    added = {
        "word/_rels/document.xml.rels": (
            "</Relationships>",
            '<Relationship Id="rIdFoot" Target="footer1.xml" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"/></Relationships>',
        ),
        "[Content_Types].xml": (
            "</Types>",
            '<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.footer+xml"/></Types>',
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(reference_of_pandoc())) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            if name in added:
                made.writestr(name, given.read(name).decode().replace(*added[name]))
            elif name not in ours:
                made.writestr(name, given.read(name))
        for name, text in ours.items():
            made.writestr(name, text)
    return out.getvalue()


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
