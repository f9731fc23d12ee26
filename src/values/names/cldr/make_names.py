#!/usr/bin/env python3
"""Writes countries.txt, languages.txt and rare_languages.txt: names of countries and languages of Unicode's CLDR.

    npm pack cldr-core@48.2.0 cldr-localenames-full@48.2.0
    mkdir core names
    tar xzf cldr-core-48.2.0.tgz -C core && tar xzf cldr-localenames-full-48.2.0.tgz -C names
    python3 make_names.py core/package names/package

Each line holds a code and its names in English, German, French, Spanish, Portuguese, Malay and Indonesian, then those
in the country's official languages, or the language's name for itself; rare languages have their English names only. A name that folds to that of another code is
left out of both, and so are abbreviations of two letters (`É.-U.`): they are codes, or look like one.
"""

import collections
import json
import os
import re
import sys
import unicodedata

VERSION = "48.2.0"
LOCALES = ["en", "en-GB", "de", "fr", "es", "es-MX", "pt", "pt-PT", "ms", "id"]
# Territories of CLDR that are no countries of ISO 3166.
NOT_COUNTRIES = {"ZZ", "EU", "UN", "EZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
OFFICIAL = {"official", "de_facto_official", "official_regional"}
# Dari and Montenegrin have codes of their own in ISO 639-3.
OWN_CODES = {"fa-AF", "sr-ME"}
# Codes that say that no language is meant, or several.
NO_LANGUAGES = {"mis", "mul", "root", "und", "zxx"}


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def display_names(packages, locale, kind):
    """The names of a kind in one locale, by code with alternatives (`GB-alt-short`); none where CLDR lacks them."""
    path = f"{packages}/main/{locale}/{kind}.json"
    return load(path)["main"][locale]["localeDisplayNames"][kind] if os.path.exists(path) else {}


def fold(name):
    """The comparison form, near enough to find names that are equal; the tests of `cldr.rs` hold the exact one."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in letters if not unicodedata.combining(c)).replace("&", " and ")
    plain = re.sub(r"[.'’‘ʻ`]", "", plain)
    return "".join(word for word in re.split(r"[\W_]+", plain) if word != "the")


class Names:
    """Names by their comparison form; each knows its codes and the spelling that came first."""

    def __init__(self):
        self.codes = collections.defaultdict(set)
        self.spellings = {}

    def add(self, name, code):
        key = fold(name)
        if key:
            self.codes[key].add(code)
            self.spellings.setdefault(key, name)

    def lines(self):
        """A line of each code; names of several codes and abbreviations of two letters are dropped."""
        by_code = collections.defaultdict(list)
        for key, codes in self.codes.items():
            (code, *others) = sorted(codes)
            if others:
                print(f"left out: {self.spellings[key]} is {', '.join(sorted(codes))}", file=sys.stderr)
            elif re.fullmatch("[a-z]{2}", key):
                print(f"left out: {self.spellings[key]} of {code} looks like a code", file=sys.stderr)
            else:
                by_code[code].append(self.spellings[key])
        return [f"{code}\t" + "\t".join(names) for code, names in sorted(by_code.items())]


def official_languages(info):
    languages = info.get("languagePopulation", {}).items()
    return [code.replace("_", "-") for code, facts in languages if facts.get("_officialStatus") in OFFICIAL]


def countries(core, packages):
    info = load(f"{core}/supplemental/territoryInfo.json")["supplemental"]["territoryInfo"]
    codes = [code for code in info if re.fullmatch("[A-Z]{2}", code) and code not in NOT_COUNTRIES]
    names = Names()
    for locale in LOCALES:
        for key, name in display_names(packages, locale, "territories").items():
            if key.split("-alt-")[0] in codes:
                names.add(name, key.split("-alt-")[0])
    for code in codes:
        locales = [locale for full in official_languages(info[code]) for locale in (full, full.split("-")[0])]
        for locale in dict.fromkeys(locales):
            for key, name in display_names(packages, locale, "territories").items():
                if key.split("-alt-")[0] == code:
                    names.add(name, code)
    return names.lines()


def modern_languages(core):
    levels = load(f"{core}/coverageLevels.json")["coverageLevels"]
    return {code for code, level in levels.items() if level == "modern"}


def is_usual(code, modern):
    return re.fullmatch("[a-z]{2}", code) or code in modern


def languages(core, packages):
    modern = modern_languages(core)
    names, codes = Names(), []

    def add(locale, is_wanted):
        for key, name in display_names(packages, locale, "languages").items():
            variant = key.split("-alt-")[0]
            code = variant.split("-")[0]
            if "-menu-" not in key and variant not in OWN_CODES and is_wanted(code):
                codes.append(code)
                names.add(name, code)

    for locale in LOCALES:
        # In other languages than English the names of rare languages are often names of others.
        add(locale, lambda code: is_usual(code, modern))
    own = dict.fromkeys(codes)
    for locale in sorted(os.listdir(f"{packages}/main")):
        language = locale.split("-")[0]
        if language in own and re.fullmatch("[a-z]+(-[A-Z][a-z]{3})?", locale):
            add(locale, lambda code, language=language: code == language)
    return names.lines()


def rare_languages(core, packages):
    modern, names = modern_languages(core), Names()
    for locale in ("en", "en-GB"):
        for key, name in display_names(packages, locale, "languages").items():
            code = key.split("-alt-")[0]
            is_rare = re.fullmatch("[a-z]{3}", code) and not is_usual(code, modern)
            if is_rare and "-menu-" not in key and code not in NO_LANGUAGES:
                names.add(name, code)
    return names.lines()


def write(path, what, lines):
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"# Names of {what} of CLDR {VERSION}, made by make_names.py. Unicode License V3: see LICENSE.\n")
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    core_package, names_package = sys.argv[1:]
    folder = os.path.dirname(os.path.abspath(__file__))
    write(f"{folder}/countries.txt", "countries", countries(core_package, names_package))
    write(f"{folder}/languages.txt", "languages", languages(core_package, names_package))
    write(f"{folder}/rare_languages.txt", "rare languages", rare_languages(core_package, names_package))
