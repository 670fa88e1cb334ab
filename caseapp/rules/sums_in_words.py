"""Sums written out, as invitations and settlements do, so that a slipped figure is noticed: English and Chinese."""

from decimal import Decimal

from babel.numbers import get_currency_name

_TO_TWELVE = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_SMALL = _TO_TWELVE + _TEENS
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = (("billion", 10**9), ("million", 10**6), ("thousand", 10**3))

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
MOST = 10**15
"""Sums from here on are not written out."""


def in_english(amount: Decimal, currency: str) -> str:
    """Twenty thousand Chinese yuan; hundredths as “and 50/100”."""
    whole, hundredths = _parts(amount)
    name = get_currency_name(currency, count=whole, locale="en")
    rest = f" and {hundredths:02d}/100" if hundredths else ""
    return f"{_english(whole)}{rest} {name}"


def in_chinese(amount: Decimal, currency: str) -> str:
    """人民币贰万元整: the figures that cannot be altered, as Chinese documents write sums."""
    whole, hundredths = _parts(amount)
    tenth, hundredth = divmod(hundredths, 10)
    name = get_currency_name(currency, locale="zh_Hans_CN")
    rest = "整"
    if hundredths:
        rest = (_DIGITS[tenth] + "角" if tenth else "零") + (_DIGITS[hundredth] + "分" if hundredth else "整")
    return f"{name}{_chinese(whole)}元{rest}"


def _parts(amount: Decimal) -> tuple[int, int]:
    whole, hundredths = divmod(int(amount * 100), 100)
    if not 0 <= whole < MOST or Decimal(whole * 100 + hundredths) != amount * 100:
        raise ValueError("not a sum that can be written out")
    return whole, hundredths


def _english(number: int) -> str:
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_SMALL[hundreds]} hundred" + (f" and {_english(rest)}" if rest else "")
    name, size = next(scale for scale in _SCALES if number >= scale[1])
    many, rest = divmod(number, size)
    joint = " and " if 0 < rest < 100 else " "
    return f"{_english(many)} {name}" + (f"{joint}{_english(rest)}" if rest else "")


def _chinese(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    written = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group == 0:
            continue
        if written and (group < 1000 or groups[place + 1] == 0):
            written += _DIGITS[0]
        written += _chinese_group(group) + _GROUPS[place]
    return written


def _chinese_group(group: int) -> str:
    """Up to four figures: 1,005 is 壹仟零伍."""
    written, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            written += (_DIGITS[0] if gap and written else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return written
