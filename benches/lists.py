#!/usr/bin/env python3
"""Seeded contact lists, the same for everyone: lists.py ROWS OUT.csv [--offset N] [--edition N] …

Contact i is always the same person, so two lists whose ranges overlap share contacts. In a later edition each has
another last name, and every third another e-mail address (or number, see --moved). No number, address or CRM ID occurs
twice, and libphonenumber holds every number valid. Rows are shuffled.
"""
import argparse, csv, random

FIRST = ("Aisha Wei Ravi Maria John Fatima Siti Ahmad Chen Nur Olga Pedro Zoë Jürgen Anaïs Łukasz Søren Mei Priya Kenji "
         "Ana Omar Lena Marek Joana Arjun Hana Tomás Ingrid Yusuf Chloe Bruno Elif Dmitri Sofia Kwame Linh Noor Petra Iker").split()
LAST = ("Rahman Tan Kumar Garcia Smith Ali Lim Wong Müller Ivanova Silva Dupont Kowalski Jensen Sato Nguyen O'Brien Abdullah Lee Singh "
        "Fernandes Novak Haddad Moreau Schmidt Yamada Osei Petrov Costa Berg Kaya Romero Iyer Chua Santos Weber Diaz Park Cohen Murphy").split()
CITIES = "Penang Lyon Pune Porto Leeds Bremen Cebu Austin Medan Recife Puebla Jurong".split()
# country, language, calling code, trunk prefix, digits of a mobile range, how many digits follow, and from where to where they go
RANGES = [
    ("MY", "ms", "60", "0", "12", 7, 2_000_000, 9_999_999), ("SG", "en", "65", "", "9", 7, 1_000_000, 7_999_999),
    ("GB", "en", "44", "0", "79", 8, 10_000_000, 10_999_999), ("DE", "de", "49", "0", "151", 8, 10_000_000, 99_999_999),
    ("US", "en", "1", "", "212", 7, 2_000_000, 9_999_999), ("IN", "hi", "91", "0", "9", 9, 800_000_000, 899_999_999),
    ("BR", "pt", "55", "", "119", 8, 60_000_000, 99_999_999), ("ID", "id", "62", "0", "812", 8, 10_000_000, 99_999_999),
    ("FR", "fr", "33", "0", "66", 7, 1_000_000, 9_999_999), ("TH", "th", "66", "0", "8", 8, 10_000_000, 99_999_999),
    ("PH", "tl", "63", "0", "917", 7, 1_000_000, 9_999_999), ("MX", "es", "52", "", "55", 8, 10_000_000, 99_999_999),
]
# Which of the numbers of a range a later edition uses, so that no number comes twice.
MOVED = 400_000


def mix(n, key):
    n = (n + key) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
    return (n ^ n >> 31) * 0xBF58476D1CE4E5B9 >> 20


def scatter(i, size, key):
    """A permutation of the numbers below size, in which neighbours lie anywhere (a Feistel network, walked in cycles)."""
    half = (size - 1).bit_length() + 1 >> 1
    mask = (1 << half) - 1
    while True:
        left, right = i >> half, i & mask
        for step in range(4):
            left, right = right, left ^ mix(right, key + step) & mask
        i = left << half | right
        if i < size:
            return i


def number(i, numbers, is_moved):
    country, language, code, trunk, prefix, digits, first, last = RANGES[i % len(RANGES)]
    place = i // len(RANGES)
    assert place < MOVED, "the numbers of " + country + " are used up: use a smaller offset"
    place += MOVED if is_moved else 0
    place = place if numbers == "ordered" else scatter(place, last - first + 1, 7 * (i % len(RANGES)))
    national = f"{prefix}{first + place:0{digits}d}"
    return country, language, trunk + national if numbers == "national" else f"+{code}{national}"


def contact(i, options):
    draw, later = mix(i, 99), options.edition > 1
    moves = later and i % 3 == 0
    first, last = FIRST[draw % len(FIRST)], LAST[(draw // 64 + 7 * later) % len(LAST)]
    country, language, phone = number(i, options.numbers, moves and options.moved == "phone")
    name = f"user{i}" if options.numbers == "ordered" else f"{first}.{scatter(i, 10**8, 3)}"
    name = name.lower().encode("ascii", "ignore").decode()
    edition = ".new" if moves and options.moved == "email" else ""
    row = [first, last, phone, f"{name}{edition}@example{draw % 97}.com", country, language, "newsletter" if i % 3 else "newsletter,vip"]
    if options.numbers != "ordered":
        row.insert(0, f"C-{scatter(i, 10**8, 5):08d}")
    if options.fields:
        row += [f"{last} & Co", CITIES[draw % 12], f"{1950 + draw % 50}-{1 + draw % 12:02d}-{1 + draw % 28:02d}", str(draw % 10_000 + later), f"Plan {draw % 9}"]
    return row + [f"note {draw >> at & 1023}" for at in range(options.columns - len(row))]


def header(options):
    names = ["First Name", "Last Name", "Phone Number", "Email", "Country", "Language", "Tags"]
    names = names if options.numbers == "ordered" else ["CRM ID", *names]
    names += ["Company", "City", "Birthday", "Points", "Plan"] if options.fields else []
    return names + [f"Column {at + 1}" for at in range(len(names), options.columns)]


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("rows", type=int)
    args.add_argument("out")
    args.add_argument("--offset", type=int, default=0, help="the first contact")
    args.add_argument("--edition", type=int, default=1)
    args.add_argument("--numbers", choices=["ordered", "random", "national"], default="random",
                      help="ordered: ascending with the contacts, and no CRM ID; national: random, without the calling code")
    args.add_argument("--moved", choices=["email", "phone"], default="email", help="the value that every third contact changes in a later edition")
    args.add_argument("--fields", action="store_true", help="five more fields")
    args.add_argument("--columns", type=int, default=0, help="fill up to this many columns")
    options = args.parse_args()
    order = list(range(options.offset, options.offset + options.rows))
    random.Random(options.offset + 1).shuffle(order)
    with open(options.out, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(header(options))
        out.writerows(contact(i, options) for i in order)


main()
