"""Invented facts that show how a text reads. One set for each language; every name of the vocabulary has one."""

from typing import Any

from caseapp.documents.enums import FIRM_KINDS

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

_EN: dict[str, Any] = {
    "complaint_reference": "CN-2026-7F3K-9QXM",
    "complainant": "Alex Example",
    "complainant_contact": "alex@example.org",
    "respondent": "Example Homes Ltd",
    "respondent_other": "示例置业有限公司",
    "respondent_address": "1 Example Road, Example City",
    "place": "Example Country",
    "venue": "Show flat, 1 Example Road",
    "day": "14 March 2026",
    "ongoing": True,
    "use": "Picked me out of many people",
    "not_asked": True,
    "not_separate": True,
    "no_other_way": True,
    "children": True,
    "persons": "3",
    "narrative": "On my second visit the agent knew my name before I spoke.",
    "defects": ["Nobody asked me", "Nobody told me"],
    "harms": ["I no longer control where my face data is"],
    "wishes": ["Delete my face data"],
    "breaches": [{"law": "Example Act", "article": "section 1", "text": "Faces were processed without consent."}],
    "today": "27 November 2026",
    "bases": [{"law": "Example Act", "article": "section 2"}],
    "law_period": "1 month",
    "law_article": "Example Act, section 3",
    "answer_days": "30",
    "own_words": "I would rather settle this in writing.",
    "anonymous": False,
    "mail_address": "alex@example.org",
    "sent_on": "1 April 2026",
    "sent_by": "By recorded post or courier",
    "received_on": "3 April 2026",
    "due_on": "4 May 2026",
    "answered_on": "30 April 2026",
    "answer": "They refused",
    "letter_title": "Request for access",
    "letter_reference": "DOC-2026-7F3K-9QXM",
    "letter_sha256": HASH,
    "working": ["It runs from the day your request arrived: 3 April 2026.", "Result: 4 May 2026."],
    "authority": "Example Authority",
    "received": "20 March 2026",
    "fingerprint": HASH,
    "dates": [{"what": "The authority’s decision", "day": "20 June 2026", "article": "Example Act, section 9"}],
    "question": "Please send the photograph of the camera.",
    "answer_by": "20 April 2026",
    "outcome": "Fine",
    "reason": "Visitors were neither told nor asked.",
    "investigation": "INV-2026-7F3K-9QXM",
    "fine": "CNY 250,000",
    "pay_by": "1 July 2026",
    "late": "1 July 2026",
    "payment_reference": "FINE-2026-7F3K-9QXM",
    "legal_basis": "Example Act",
    "findings": [
        {"law": "Example Act", "article": "section 1", "text": "Was consent sought?", "result": "No: a breach"}
    ],
    "order_count": "1",
    "orders": [
        {
            "what": "Delete the templates",
            "day": "1 June 2026",
            "number": "ORD-2026-7F3K-9QXM",
            "text": "Delete every face template and send us the log.",
        }
    ],
    "appeal_periods": [{"what": "Going to court", "period": "6 months", "article": "Example Act, section 12"}],
    "firm": "Example & Partners",
    "lawyer": "Robin Counsel",
    "case_reference": "CASE-2026-7F3K-9QXM",
    "clients": [{"name": "Alex Example", "contact": "alex@example.org"}],
    "client": "Alex Example",
    "events": [
        {
            "name": "Alex Example",
            "day": "14 March 2026",
            "place": "Example Country",
            "venue": "Show flat, 1 Example Road",
            "use": "Picked me out of many people",
            "words": "On my second visit the agent knew my name before I spoke.",
            "not_asked": True,
        }
    ],
    "court": "Example District Court",
    "docket_number": "2026-123",
    "cause": "Infringement of personality rights",
    "claimed": "CNY 20,000",
    "exhibits": [
        {
            "number": "1",
            "title": "Photograph",
            "shows": "The camera over the door",
            "sha256": HASH,
            "source": "Alex Example, 20 March 2026",
            "pages": "4–5",
        }
    ],
    "terms": "The firm acts for the client against the organisation named above.",
    "sender": ["Alex Example", "alex@example.org"],
    "recipient": ["Example Homes Ltd", "1 Example Road, Example City"],
    "references": [{"name": "Reference", "text": "CN-2026-7F3K-9QXM"}],
}

_ZH: dict[str, Any] = {
    **_EN,
    "complainant": "示例甲",
    "respondent": "示例置业有限公司",
    "respondent_other": "Example Homes Ltd",
    "respondent_address": "示例市示例路1号",
    "place": "示例国",
    "venue": "示例路1号样板间",
    "day": "2026年3月14日",
    "use": "从众人中认出我",
    "narrative": "第二次到访时，我还没有开口，销售人员就叫出了我的名字。",
    "defects": ["没有人征求我的同意", "没有人告知我"],
    "harms": ["我无法再控制自己的人脸数据在何处"],
    "wishes": ["删除我的人脸数据"],
    "breaches": [{"law": "《示例法》", "article": "第一条", "text": "未经同意处理人脸信息。"}],
    "today": "2026年11月27日",
    "bases": [{"law": "《示例法》", "article": "第二条"}],
    "law_period": "1个月",
    "law_article": "《示例法》第三条",
    "own_words": "我更希望以书面方式解决。",
    "sent_on": "2026年4月1日",
    "sent_by": "挂号邮寄或者快递",
    "received_on": "2026年4月3日",
    "due_on": "2026年5月4日",
    "answered_on": "2026年4月30日",
    "answer": "对方拒绝",
    "letter_title": "查阅请求",
    "working": ["自收到请求之日起计算：2026年4月3日。", "结果：2026年5月4日。"],
    "authority": "示例监管局",
    "received": "2026年3月20日",
    "dates": [{"what": "监管机构作出决定", "day": "2026年6月20日", "article": "《示例法》第九条"}],
    "question": "请提交摄像头的照片。",
    "answer_by": "2026年4月20日",
    "outcome": "罚款",
    "reason": "既未告知到访者，也未征求其同意。",
    "pay_by": "2026年7月1日",
    "late": "2026年7月1日",
    "legal_basis": "《示例法》",
    "findings": [{"law": "《示例法》", "article": "第一条", "text": "是否征求同意？", "result": "否，构成违法"}],
    "orders": [
        {
            "what": "删除人脸模板",
            "day": "2026年6月1日",
            "number": "ORD-2026-7F3K-9QXM",
            "text": "删除全部人脸模板，并提交删除日志。",
        }
    ],
    "appeal_periods": [{"what": "向法院起诉", "period": "6个月", "article": "《示例法》第十二条"}],
    "firm": "示例律师事务所",
    "lawyer": "示例乙",
    "clients": [{"name": "示例甲", "contact": "alex@example.org"}],
    "client": "示例甲",
    "events": [
        {
            "name": "示例甲",
            "day": "2026年3月14日",
            "place": "示例国",
            "venue": "示例路1号样板间",
            "use": "从众人中认出我",
            "words": "第二次到访时，我还没有开口，销售人员就叫出了我的名字。",
            "not_asked": True,
        }
    ],
    "claimed": "人民币20,000元",
    "court": "示例区人民法院",
    "docket_number": "（2026）示0101民初1号",
    "cause": "人格权纠纷",
    "exhibits": [
        {
            "number": "1",
            "title": "照片",
            "shows": "门上方的摄像头",
            "sha256": HASH,
            "source": "示例甲，2026年3月20日",
            "pages": "4–5",
        }
    ],
    "terms": "律师事务所代理委托人处理与上述组织的争议。",
    "sender": ["示例甲", "alex@example.org"],
    "recipient": ["示例置业有限公司", "示例市示例路1号"],
    "references": [{"name": "编号", "text": "CN-2026-7F3K-9QXM"}],
}


def sample_facts(language: str, kind: str = "") -> dict[str, Any]:
    """Sample facts in the language of a text; what a firm makes comes from the firm."""
    facts = dict(_ZH if language.startswith("zh") else _EN)
    return facts | ({"sender": [facts["firm"]]} if kind in FIRM_KINDS else {})
