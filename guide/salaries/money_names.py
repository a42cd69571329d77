"""Signs, codes and names of money as people write them, in both languages, and the currencies that each may mean."""

from functools import cache
from itertools import product

from babel.numbers import get_currency_name

from guide.models.fields import CURRENCIES

DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD")
POUNDS = ("GBP", "EGP")
RUPEES = ("INR", "PKR")
CROWNS = ("SEK", "NOK", "DKK", "ISK", "CZK")
PESOS = ("MXN", "ARS", "CLP", "COP", "PHP")
YEN_OR_YUAN = ("CNY", "JPY")
# The first is meant where neither the chosen currency nor the country of a figure says another one.
SIGNS = {
    **dict.fromkeys(("$", "dollar", "dollars", "buck", "bucks", "刀"), DOLLARS),
    **dict.fromkeys(("£", "pound", "pounds", "quid", "镑"), POUNDS),
    **dict.fromkeys(("¥", "圆", "圓"), YEN_OR_YUAN),
    **dict.fromkeys(("rs", "rs.", "rupee", "rupees", "卢比"), RUPEES),
    **dict.fromkeys(("kr", "kr.", "crown", "crowns", "krona", "kronor", "krone", "kroner", "克朗"), CROWNS),
    **dict.fromkeys(("peso", "pesos", "比索"), PESOS),
    **dict.fromkeys(("us$", "u$s", "usd$", "$us", "美金", "美刀"), ("USD",)),
    **dict.fromkeys(("ca$", "c$", "cad$", "can$", "加币", "加刀"), ("CAD",)),
    **dict.fromkeys(("a$", "au$", "aud$", "澳币", "澳刀"), ("AUD",)),
    **dict.fromkeys(("nz$", "nzd$", "纽币"), ("NZD",)),
    **dict.fromkeys(("s$", "sg$", "新币", "新加坡元"), ("SGD",)),
    **dict.fromkeys(("hk$", "港币", "港元"), ("HKD",)),
    **dict.fromkeys(("nt$", "台币", "新台币"), ("TWD",)),
    **dict.fromkeys(("r$", "real", "reais"), ("BRL",)),
    **dict.fromkeys(("mx$", "mex$"), ("MXN",)),
    **dict.fromkeys(("€", "euro", "euros", "欧", "欧元"), ("EUR",)),
    **dict.fromkeys(("£stg", "ukpound", "ukpounds", "英镑"), ("GBP",)),
    **dict.fromkeys(("cn¥", "元", "块", "块钱", "rmb", "yuan", "renminbi", "人民币", "元人民币"), ("CNY",)),
    **dict.fromkeys(("jp¥", "円", "yen", "日元", "日圆"), ("JPY",)),
    **dict.fromkeys(("₹", "印度卢比"), ("INR",)),
    **dict.fromkeys(("fr", "fr.", "sfr", "sfr.", "franc", "francs", "瑞郎"), ("CHF",)),
    **dict.fromkeys(("₩", "won", "韩元"), ("KRW",)),
    **dict.fromkeys(("zł", "zl", "zloty"), ("PLN",)),
    "₪": ("ILS",),
    "₺": ("TRY",),
    "₽": ("RUB",),
    "₴": ("UAH",),
    "₱": ("PHP",),
    "₫": ("VND",),
    "₦": ("NGN",),
    "฿": ("THB",),
    "kč": ("CZK",),
    "加元": ("CAD",),
    "澳元": ("AUD",),
}  # fmt: skip


@cache
def currencies_by_name() -> dict[str, tuple[str, ...]]:
    """By code, by name without blanks and by sign, all in small letters, what each may mean."""
    names = {
        get_currency_name(code, count=count, locale=locale): (code,)
        for locale, count, code in product(
            ("en", "zh_Hans_CN"), (None, 1, 2), CURRENCIES
        )
    }
    known = {"".join(name.casefold().split()): codes for name, codes in names.items()}
    return known | {code.casefold(): (code,) for code in CURRENCIES} | SIGNS
