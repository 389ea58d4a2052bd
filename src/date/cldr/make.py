#!/usr/bin/env python3
"""Compacts what CLDR says of dates into `months.tsv`: python3 make.py COMMON > months.tsv

COMMON is the folder `common` of Unicode CLDR (core.zip, or the package unicode-cldr-core). A line for each language of
`language/table.rs`, and for the Persian calendar, with tabs between:

    code, orders of a date with the month in words, order of a date in numbers (`-` if regions differ), regions of
    another order, words that a date may have besides, names of the twelve months

Names are all that the language and its regions have: in a date and alone, whole and short. They are separated by `,`,
months by `;`.
"""

import re
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent.parent / "language" / "table.rs"
# where CLDR has another code
CODES = {"no": ["no", "nb", "nn"], "tl": ["fil"], "he": ["he"], "id": ["id"]}
# words of dates that CLDR has not, because no date that it writes has them
WORDS = {
    "en": ["of"], "es": ["del"], "pt": ["do"], "ar": ["عام"], "fr": ["d"], "eo": ["la"], "vi": ["năm"],
    "th": ["พ.ศ", "ค.ศ", "พุทธศักราช", "คริสต์ศักราช"], "el": ["του"], "ru": ["года", "год"], "uk": ["року"],
    "bg": ["година"], "be": ["года"], "pl": ["r", "roku"], "mk": ["година"], "tr": ["yılı"], "he": ["ב"], "ca": ["del"], "sr": ["а", "a"],
}
# their months are numbers with a sign
IDEOGRAPHS = {"ja", "ko", "zh"}
GREGORIAN = "dates/calendars/calendar[@type='gregorian']/"


def lowered(name):
    return unicodedata.normalize("NFC", name).lower().strip()


def files_of(main, code):
    for one in CODES.get(code, [code]):
        paths = [main / f"{one}.xml", *sorted(main.glob(f"{one}_*.xml"))]
        for path in paths:
            if path.exists():
                yield path


def text_of(element):
    text = element.text or ""
    return "" if "↑" in text else text


def month_names(root, calendar, names):
    months = root.findall(f"dates/calendars/calendar[@type='{calendar}']/months//monthWidth")
    for width in months:
        if width.get("type") == "narrow":
            continue
        for month in width.findall("month"):
            # the thirteenth, and those of leap years, are of other calendars
            number = int(month.get("type"))
            name = lowered(text_of(month)).rstrip(".")
            if name and number <= 12 and not name.isdecimal():
                names[number - 1].setdefault(name)


def parts(pattern):
    """Letters of fields and literals of a pattern, in order."""
    for quoted, letters, other in re.findall(r"'((?:[^']|'')*)'|([A-Za-z]+)|([^A-Za-z']+)", pattern):
        if quoted:
            yield "literal", quoted
        elif letters:
            yield "field", letters
        else:
            yield "literal", other


def patterns(root):
    for pattern in root.findall(GREGORIAN + "dateFormats//pattern"):
        yield text_of(pattern)
    for pattern in root.findall(GREGORIAN + "dateTimeFormats/availableFormats/dateFormatItem"):
        yield text_of(pattern)


def words_of(text):
    """Words, with the marks that are part of them."""
    marked = "".join(one if unicodedata.category(one)[0] in "LM" or one == "." else " " for one in text)
    return [word.strip(".") for word in marked.split() if word.strip(".")]


def of_pattern(pattern, orders, words, prefixes):
    fields = list(parts(pattern))
    letters = [text[0] for kind, text in fields if kind == "field" and text[0] in "yMLd"]
    # times and weeks
    if any(text[0] in "hHkKmwWYQq" for kind, text in fields if kind == "field"):
        return
    in_words = [text for kind, text in fields if kind == "field" and text[0] in "ML" and len(text) >= 3]
    if not in_words:
        return
    order = "".join(letters).replace("L", "M").lower()
    if order in ("dmy", "mdy", "ymd", "ydm"):
        orders.setdefault(order)
    for at, (kind, text) in enumerate(fields):
        if kind != "literal":
            continue
        for word in words_of(text):
            words.setdefault(lowered(word))
        # what a month is written together with
        is_before = at + 1 < len(fields) and fields[at + 1][0] == "field" and fields[at + 1][1] in in_words
        if is_before and words_of(text) and text.endswith(words_of(text)[-1]):
            prefixes.setdefault(lowered(words_of(text)[-1]))


def numeric(root):
    """The order of a date in numbers, if the file says it."""
    pattern = root.find(GREGORIAN + "dateFormats/dateFormatLength[@type='short']/dateFormat/pattern")
    if pattern is None or not text_of(pattern):
        return None
    order = "".join(letter for letter in re.sub(r"'[^']*'", "", pattern.text) if letter in "yMd")
    order = re.sub(r"(.)\1*", r"\1", order).lower()
    return order if order in ("dmy", "mdy", "ymd") else None


def line(main, code, calendar="gregorian"):
    names = [{} for _ in range(12)]
    orders, words, regions, prefixes = {}, {}, {}, {}
    roots = [(path, ElementTree.parse(path).getroot()) for path in files_of(main, code)]
    if not roots:
        return None
    for _, root in roots:
        month_names(root, calendar, names)
    for path, root in roots:
        for pattern in patterns(root):
            of_pattern(pattern, orders, words, prefixes)
        order = numeric(root)
        if order and territory(root):
            regions[territory(root)] = order
        elif order and path.stem in CODES.get(code, [code]):
            regions.setdefault("", order)
    for month in names:
        for name in list(month):
            month.update(dict.fromkeys(prefix + name for prefix in prefixes))
    if code in IDEOGRAPHS:
        names = [{} for _ in range(12)]
    if "" not in regions:
        # what a language inherits from the root of CLDR
        regions[""] = "ymd"
    own = regions.pop("")
    territories = {territory(root) for _, root in roots} - {None}
    others = sum(1 for order in regions.values() if order != own)
    # CLDR writes a region only where it differs from the language, or from that of its part of the world
    settled = own != "ymd" and others * 10 <= len(territories)
    if code == "en":
        settled = False
    shown = own if settled else "-"
    if code == "en":
        regions = english(roots, regions)
    differing = sorted((region, order) for region, order in regions.items() if order != shown)
    # two months of one name say nothing
    count = {}
    for month in names:
        for name in month:
            count[name] = count.get(name, 0) + 1
    months = ";".join(",".join(name for name in month if count[name] == 1) for month in names)
    for word in WORDS.get(code, []):
        words.setdefault(word)
    words = [word for word in words if word not in count]
    return "\t".join([
        code if calendar == "gregorian" else f"{code}@{calendar}",
        ",".join(orders) or "dmy",
        shown,
        ",".join(f"{region}:{order}" for region, order in differing),
        ",".join(words),
        months,
    ])


def territory(root):
    element = root.find("identity/territory")
    return None if element is None else element.get("type")


def english(roots, regions):
    """English of America is the language's own file, that of the world is `en_001`: each region follows one of them."""
    told = {}
    for path, root in roots:
        region = territory(root)
        if region and region not in ("001", "150"):
            told[region] = regions.get(region) or "dmy"
    # these have no file of their own with a pattern, or inherit America's
    for region in ("US", "PR", "GU", "VI", "AS", "UM", "MP", "MH", "PH"):
        told[region] = "mdy"
    return told


def main():
    folder = Path(sys.argv[1]) / "main"
    codes = re.findall(r'row!\("(\w+)"', TABLE.read_text(encoding="utf-8"))
    for code in codes:
        told = line(folder, code)
        if told:
            print(told)
    print(line(folder, "fa", "persian"))


if __name__ == "__main__":
    main()
