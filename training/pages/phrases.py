"""What stands on pages: names, labels, things, dates, amounts."""

import numpy as np

from training.writing.strings import random_string

NAMES = (
    "Anna", "Peter", "Maria", "Ravi", "Ines", "Tom", "Kumar", "Lea", "Jonas", "Fatima", "Paul", "Nina", "Oskar", "Wang",
    "Elena", "Marco", "Sita", "Karl", "Ruth", "Yusuf", "Clara", "Henry", "Mehta", "Novak", "Weber", "Garcia", "Silva",
    "Brown", "Keller", "Rossi", "Martin", "Dubois", "Fischer", "Patel", "Young", "Andersen", "Kovacs", "Murphy",
)  # fmt: skip
THINGS = (
    "Milk", "Bread", "Eggs", "Rice", "Apples", "Butter", "Tea", "Paint", "Nails", "Rent", "Fuel", "Bus", "Lunch",
    "Paper", "Screws", "Wood", "Glass", "Repair", "Labour", "Parts", "Deposit", "Water", "Power", "Phone", "Tax",
    "Books", "Pens", "Shoes", "Flour", "Sugar", "Coffee", "Onions", "Tape", "Cable", "Room", "Gate", "Seat", "Train",
)  # fmt: skip
PLAIN_WORDS = (
    "please", "call", "back", "after", "from", "with", "your", "the", "and", "for", "meeting", "today", "thanks", "see",
    "check", "order", "send", "new", "house", "garden", "letter", "order", "school", "work", "again", "about", "return",
    "morning", "number", "street", "under", "between", "friend", "window", "paid", "open", "never", "until", "maybe",
)  # fmt: skip
COUNTS = (
    "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Twelve", "Fifteen", "Twenty",
    "Thirty", "Forty", "Fifty", "Sixty", "Eighty", "Ninety",
)  # fmt: skip
LABELS = (
    "Name", "First name", "Surname", "Address", "Street", "City", "Country", "Occupation", "Company", "Department",
    "Signature", "Remarks", "Subject", "Position", "Nationality", "Place of birth", "Reason", "E-mail", "Title",
)  # fmt: skip
NUMBER_LABELS = (
    "Phone", "Tel.", "Postcode", "ZIP", "Age", "Quantity", "Invoice no.", "Customer no.", "Account no.", "Weight kg",
    "Height cm", "Amount", "Total", "Price", "Tax", "Room", "Points", "Score", "Member no.", "Reg. no.", "PIN", "Code",
    "No.", "Meter reading", "Distance km", "Balance", "Year", "Ref.", "Roll No.", "Marks", "Betrag", "Summe", "IBAN",
)  # fmt: skip
DATE_LABELS = ("Date", "Date of birth", "Datum", "Fecha", "Valid until", "Born", "Issued", "DATE", "Due", "From", "To")
TITLES = (
    "Application form", "REGISTRATION", "Delivery note", "INVOICE", "Questionnaire", "Personal data", "Receipt",
    "ORDER FORM", "Time sheet", "Meter reading card", "Health record", "Antrag", "Formulario", "Inspection report",
)  # fmt: skip
BANKS = (
    "First River Bank", "NORTHERN SAVINGS", "Union of Farmers", "CITY TRUST BANK", "Harbour Bank", "BANCO DEL SUR",
    "State Bank of Hills", "Valley Credit Union", "PEOPLE'S BANK", "Sparbank Nord", "Lake Commercial Bank",
)  # fmt: skip
STREETS = (
    "Hill Street",
    "Station Road",
    "Oak Lane",
    "Ring Road",
    "Mill Street",
    "Park Avenue",
    "Hauptstrasse",
    "Rue Haute",
)
CITIES = (
    "Debrecen",
    "Lindau",
    "Porto",
    "Pune",
    "Graz",
    "Leeds",
    "Nantes",
    "Austin",
    "Salem",
    "Kochi",
    "Bergen",
    "Turin",
)
HEADERS = (
    "Item", "Qty", "Price", "Total", "Name", "Date", "Round", "Score", "Points", "Team", "Hours", "Day", "Mon", "Tue",
    "Wed", "Thu", "Fri", "Marks", "Question", "Sum", "Length", "Width", "Weight", "Home", "Guest", "A", "B", "C",
)  # fmt: skip


def pick(words: tuple[str, ...], rng: np.random.Generator) -> str:
    return words[rng.integers(len(words))]


def some(words: tuple[str, ...], count: int, rng: np.random.Generator) -> str:
    """Words one after the other."""
    return " ".join(pick(words, rng) for _ in range(count))


def person(rng: np.random.Generator) -> str:
    name = some(NAMES, 2, rng)
    return name.upper() if rng.random() < 0.15 else name


def date(rng: np.random.Generator) -> str:
    """12/05/2019, 5-5-15, 01.02.2026"""
    separator = str(rng.choice(["/", "/", "-", "."]))
    day, month = int(rng.integers(1, 32)), int(rng.integers(1, 13))
    year = int(rng.integers(1940, 2031))
    padded = rng.random() < 0.6
    first, second = (f"{day:02}", f"{month:02}") if padded else (str(day), str(month))
    if rng.random() < 0.35:
        first, second = second, first
    return separator.join([first, second, str(year) if rng.random() < 0.65 else f"{year % 100:02}"])


def amount(rng: np.random.Generator) -> str:
    """451.00, 1,250.50, 75"""
    whole = int(10 ** rng.uniform(0.7, 5.2))
    if rng.random() < 0.4:
        whole = max(5, round(whole, -1 if whole < 1000 else -2))
    text = f"{whole:,}" if rng.random() < 0.35 else str(whole)
    if rng.random() < 0.6:
        text += "." + ("00" if rng.random() < 0.6 else f"{rng.integers(100):02}")
    return text.replace(",", "'").replace(".", ",").replace("'", ".") if rng.random() < 0.15 else text


def any_number(rng: np.random.Generator) -> str:
    """What a field or a note holds, without spaces."""
    kind = rng.random()
    if kind < 0.12:
        return date(rng)
    if kind < 0.3:
        return amount(rng)
    digits = int(rng.choice(10, p=[0.16, 0.17, 0.16, 0.16, 0.1, 0.08, 0.05, 0.05, 0.03, 0.04])) + 1
    return random_string(digits, rng, parted=0).replace(" ", "")


def in_words(rng: np.random.Generator) -> str:
    """Two Hundred and"""
    words = [pick(COUNTS, rng), str(rng.choice(["Hundred", "Thousand", "Hundred", "Lakh"]))]
    words += [] if rng.random() < 0.5 else [pick(COUNTS, rng)]
    text = " ".join([*words, *(["and"] if rng.random() < 0.6 else [])])
    kind = rng.random()
    return text.upper() if kind < 0.12 else text.lower() if kind < 0.25 else text
