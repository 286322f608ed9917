"""Check digits: whether a string of digits can be a number of its kind, by the digits that it holds against mistakes.

Each of these checks notices every single wrong digit. Of strings made by chance one in ten passes all the same, of
ISBNs with ten digits one in eleven, of IBANs one in 97.
"""

# Digits after the country's two letters, the two check digits included, where all of them are digits: SWIFT's IBAN
# registry. Elsewhere (GB, FR, IT, NL, CH ...) an account number may hold letters, which are not read here.
IBAN_DIGITS = {
    "AE": 21, "AT": 18, "BA": 18, "BE": 14, "CR": 20, "CZ": 22, "DE": 20, "DK": 16, "EE": 18, "ES": 22, "FI": 16,
    "FO": 16, "GL": 16, "HR": 19, "HU": 26, "IL": 21, "IS": 24, "LT": 18, "ME": 20, "MR": 25, "NO": 13, "PL": 26,
    "PT": 23, "RS": 20, "SE": 22, "SI": 17, "SK": 22, "ST": 23, "TL": 21, "TN": 22, "XK": 18,
}  # fmt: skip


def luhn(digits: str) -> bool:
    """Payment cards and many others: ISO/IEC 7812-1, annex B (H. P. Luhn, US patent 2,950,048)."""
    from_right = [int(digit) for digit in reversed(digits)]
    return sum(from_right[::2] + [sum(divmod(2 * digit, 10)) for digit in from_right[1::2]]) % 10 == 0


def iban_mod97(country: str, digits: str) -> bool:
    """International bank account numbers: ISO 13616-1 with ISO/IEC 7064 MOD 97-10.

    country: its two letters, which stand before the digits; digits: the two check digits and the account number
    """
    letters = "".join(str(int(letter, 36)) for letter in country)
    # 00, 01 and 99 leave the same remainders as 97, 98 and 02, and are never given out.
    return "02" <= digits[:2] <= "98" and int(digits[2:] + letters + digits[:2]) % 97 == 1


def isbn(digits: str) -> bool:
    """Books, in ten or thirteen digits: ISO 2108 (the International ISBN Agency's ISBN Users' Manual)."""
    values = [int(digit) for digit in digits]
    if len(values) == 10:
        return sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0
    return len(values) == 13 and (sum(values[::2]) + 3 * sum(values[1::2])) % 10 == 0


def aba(digits: str) -> bool:
    """Routing numbers of banks in the USA: American Bankers Association, weights 3, 7, 1."""
    return len(digits) == 9 and sum(int(d) * w for d, w in zip(digits, (3, 7, 1) * 3, strict=True)) % 10 == 0
