#!/usr/bin/env python3
"""Makes given-names.tsv: first names with the gender of their bearers, for `pip install faker==40.54.0`.

Faker (MIT licence) keeps lists of given names for some fifty countries; the
facts taken from them are which names there are and which gender a country's
list has them under. Names of both are marked b. Written in Latin letters,
lower case, without diacritics, as the program compares them.
"""
import collections, importlib, pkgutil, re, sys, unicodedata
import faker.providers.person as person

LISTS = [("first_names_male", "m"), ("first_names_female", "f"),
         ("first_romanized_names_male", "m"), ("first_romanized_names_female", "f")]


def fold(name):
    plain = unicodedata.normalize("NFD", name)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower().replace("’", "'")


genders = collections.defaultdict(set)
for module in pkgutil.iter_modules(person.__path__):
    provider = importlib.import_module("faker.providers.person." + module.name).Provider
    for attribute, gender in LISTS:
        for name in getattr(provider, attribute, None) or ():
            if isinstance(name, str) and re.fullmatch(r"[^\W\d_]['’\w-]*[^\W\d_]", name):
                name = fold(name)
                if name.isascii():
                    genders[name].add(gender)
print("# Given names and whose they are: f, m, or b for both. From Faker 40.54.0 (MIT), by given-names.py.")
for name in sorted(genders):
    both = len(genders[name]) == 2
    print(name, "b" if both else genders[name].pop(), sep="\t")
