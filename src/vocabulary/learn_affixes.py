#!/usr/bin/env python3
"""Learns, for each language, how surely two surfaces that share a part are forms of one word.

    learn_affixes.py --simplemma DIR --wordfreq DIR --treebanks DIR [--out FILE] [--only de,fi]

Needs numpy, scipy and msgpack, and some seconds for a language.

Two surfaces are taken apart into what stands before the part they share, the part, and what stands behind it:
be|schreib|en, ge|schreib|e. A logistic regression weighs what is exchanged, and the letters and the length of what
is shared. Learned from pairs of surfaces of which a lemmatizer's table, or a treebank, says whether they are of one
lemma; surfaces that are frequent count for more. What is written is weights of hashed features, no words of any
treebank.
"""
import argparse, bisect, collections, gzip, json, lzma, math, os, random, struct, sys, unicodedata, zlib

import numpy as np
import scipy.optimize
import scipy.sparse

HERE = os.path.dirname(os.path.abspath(__file__))

MAX_TAIL = 8          # letters of a word that may stand behind the shared part
MAX_FRONT = 5
MAX_FRONTS = 160
MANY_FRONTS = {'tl'}    # syllables said twice, and with another first letter each: more and longer beginnings
MIN_SHARED = 2
MAX_MARKS = 2         # letters of the shared part that may differ by a mark
MAX_ROWS = 20000

# which tables of the lemmatizer serve a language; with a script that it is to be brought to
TABLES = {'no': ['nb', 'nn'], 'hr': ['hbs'], 'sr': ['hbs', 'hbs>cyrl'], 'id': ['id', 'ms']}
for code in 'ar bg ca cs cy da de el en eo es et fa fi fr ga he hi hu hy it ka lt lv mk ml nl pl pt ro ru sk sl sv tl tr uk'.split():
    TABLES[code] = [code]
FREQUENCIES = {'no': ['nb'], 'hr': ['sh'], 'sr': ['sh', 'sh>cyrl'], 'tl': ['fil'], 'id': ['id', 'ms']}
TREEBANKS = {'sr': ['sr', 'sr_cyrl']}
# languages that inflect at the front too: beginnings are exchanged as well as endings
FRONT = set('ar bg cs cy de fa ga he hu hy id ka lt lv mk mr nl pl ro ru sk sl tl uk yi be ml kk'.split())

# what stands at the front of a word here, no table of a lemmatizer has
FRONT_CLITICS = set('he ar'.split())

# added to the logarithm of the odds of languages of which fewer forms would be sure than are right
SHIFTS = {'ar': 0.8, 'be': 0.3, 'cy': 0.5, 'da': 0.3, 'et': 0.4, 'fa': 0.9, 'ga': 0.4, 'he': 0.5, 'mr': 0.8, 'nl': 0.4, 'no': 0.3, 'tl': 1.6, 'yi': 0.2,
          **dict.fromkeys('az bn eu gu kn ne or pa si te ur'.split(), 0.5)}
LANGUAGES = sorted([*TABLES, *'az be bn eu gu kk kn mr ne or pa si ta te ur uz yi'.split()])

CYRILLIC = [('lj', 'љ'), ('nj', 'њ'), ('dž', 'џ')] + list(zip('abvgdđežzijklmnoprstćufhcčš', 'абвгдђежзијклмнопрстћуфхцчш'))


def cyrillic(word):
    for latin, letter in CYRILLIC:
        word = word.replace(latin, letter)
    return word


UNIFIED = {'ё': 'е', 'ș': 'ş', 'ț': 'ţ', 'ى': 'ي', 'ی': 'ي', 'ک': 'ك', 'ڪ': 'ك', 'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا', 'ہ': 'ه', 'ۀ': 'ه',
           'ۂ': 'ه', 'ە': 'ه', 'ۃ': 'ة', 'ς': 'σ', '\u0901': '\u0902', '\u0a01': '\u0a02', '\u0a70': '\u0a02', '\u0a81': '\u0a82',
           '\u0d4c': '\u0d57'}
PERSIAN = {**UNIFIED, 'ي': 'ی', 'ى': 'ی', 'ی': 'ی', 'ك': 'ک', 'ڪ': 'ک', 'ک': 'ک', 'آ': 'آ'}
UZBEK = {**UNIFIED, 'ё': 'ё'}
DROPPED = set('\u00ad\u00b7\u0640\u200b\u200c\u200d\u200e\u200f\u093c\u0670\'"’‘ʼʻʹ׳״') | {chr(c) for c in [*range(0x64b, 0x660), *range(0x591, 0x5c8)]}
VIRAMAS = set('\u094d\u09cd\u0a4d\u0acd\u0b4d\u0c4d\u0ccd')


def surface(word, code):
    """The word as the vocabulary has it, which analysis/fold.rs makes."""
    word = unicodedata.normalize('NFC', word)
    if code in ('tr', 'az'):
        word = word.replace('I', 'ı').replace('İ', 'i')
    word = unicodedata.normalize('NFC', word.lower().replace('i̇', 'i'))
    for one, two in (('ײ', 'יי'), ('װ', 'וו'), ('ױ', 'וי'), ('և', 'եւ')):
        word = word.replace(one, two)
    table = PERSIAN if code in ('fa', 'ur') else UZBEK if code == 'uz' else UNIFIED
    return letters(''.join(table.get(c, c) for c in word if c not in DROPPED))


def nasal(c, stop):
    """Whether an Indic letter is the nasal of the row of stops that another is in."""
    def row(letter):
        offset = ord(letter) & 0x7f
        if 0x15 <= offset <= 0x28:
            return divmod(offset - 0x15, 5)
        return (4, offset - 0x2a) if 0x2a <= offset <= 0x2e else None
    one, other = row(c), row(stop)
    return ord(c) >> 7 == ord(stop) >> 7 and one and other and one[1] == 4 and one[0] == other[0] and other[1] < 4


def letters(word):
    """Indic nasals as one sign."""
    out, at = [], 0
    while at < len(word):
        c = word[at]
        at += 1
        if word[at:at + 1] in VIRAMAS and at + 1 < len(word) and nasal(c, word[at + 1]):
            c = chr(ord(c) & ~0x7f | 2)
            at += 1
        out.append(c)
    return ''.join(out)


_bases = {}


def base(c):
    """The letter without its mark, in Latin and Greek."""
    b = _bases.get(c)
    if b is None:
        b = c
        if c in FINAL:
            b = FINAL[c]
        elif 'À' <= c <= 'ɏ' or '\u0370' <= c <= '\u03ff' or '\u1e00' <= c <= '\u1fff':
            b = next((d for d in unicodedata.normalize('NFD', c) if not '\u0300' <= d <= '\u036f'), c)
        _bases[c] = b
    return b


_bare = {}


def bare(word):
    b = _bare.get(word)
    if b is None:
        b = _bare[word] = ''.join(map(base, word))
    return b


def common(a, b):
    n = min(len(a), len(b))
    if a[:n] == b[:n]:
        return n
    lo = 0
    while a[lo] == b[lo]:
        lo += 1
    return lo


FINAL = dict(zip('ךםןףץ', 'כמנפצ'))


def inventory(code):
    """The endings that endings.txt has of a language"""
    import re
    out = set()
    for line in open(f'{HERE}/endings.txt', encoding='utf-8'):
        name, _, rest = line.strip().partition(' ')
        if name != code:
            continue
        for row in re.findall(r'(?:\([^)]*\))+|[^ ()]+', rest):
            parts = [part.split() for part in re.findall(r'\(([^)]*)\)', row)] or [[row]]
            chains = ['']
            for part in parts:
                chains = [chain + ('' if one == '0' else one) for chain in chains for one in part]
            out.update(chains)
    return {surface(ending, code) for ending in out}


def expected(endings):
    """What features weigh before anything is learned"""
    out = {'e' + e: (0.6, 0.6, 1.0, 1.3)[len(e)] if len(e) < 4 else 1.5 for e in endings}
    out['e'] = 1.0
    out.update({'s2': -1.5, 's4': 0.8, **{f's{n}': 1.3 for n in range(5, 10)}})
    return out


class Shape:
    """Which beginnings are exchanged, which endings there are, and which letters take or lose a mark, in a language."""

    def __init__(self, endings, fronts, marks):
        self.endings, self.fronts, self.marks = endings, sorted(fronts), marks
        self.last = None, None
        self.longest = max((len(side) for pair in self.fronts for side in pair), default=0)
        self.by_first = collections.defaultdict(list)
        for p, q in self.fronts:
            self.by_first[p].append(q)
            self.by_first[q].append(p)

    def fronts_by_letter(self, q):
        """first letter of the other -> [(cut of q, beginning of the other)]"""
        if self.last[0] != q:
            found = collections.defaultdict(list)
            for cut, other in self.fronts_of(q):
                found[base(other[0] if other else q[cut])].append((cut, other))
            self.last = q, dict(found)
        return self.last[1]

    def fronts_of(self, q):
        """(cut of q, beginning of the other)"""
        for cut in range(min(self.longest, len(q) - MIN_SHARED) + 1):
            for other in self.by_first.get(q[:cut], ()):
                yield cut, other

    def fits(self, q, c, cut, cut_c, k):
        """Whether what is shared and what is behind it may be of one word"""
        if k < MIN_SHARED or q[cut + k:] not in self.endings or c[cut_c + k:] not in self.endings:
            return False
        m, n = q[cut:cut + k], c[cut_c:cut_c + k]
        if m == n:
            return True
        changes = [tuple(sorted(pair)) for pair in zip(m, n) if pair[0] != pair[1]]
        return len(changes) <= MAX_MARKS and all(change in self.marks for change in changes)

    def align(self, q, c):
        """[(front of q, front of c, shared length)]: those that leave least over"""
        bq, bc = bare(q), bare(c)
        k = common(bq, bc)
        best, cost = [], 99
        if self.fits(q, c, 0, 0, k):
            best, cost = [(0, 0, k)], len(q) + len(c) - 2 * k
        if self.fronts:
            for cut, other in self.fronts_by_letter(q).get(bc[:1], ()):
                if c.startswith(other):
                    k = common(bq[cut:], bc[len(other):])
                    whole = len(q) + len(c) - 2 * k + 1
                    if whole <= cost and self.fits(q, c, cut, len(other), k):
                        if whole < cost:
                            best, cost = [], whole
                        best.append((cut, len(other), k))
        return best

    def prefixes(self, q):
        """beginnings, without marks, of all that may be a form"""
        bq = bare(q)
        out = set()
        cuts = [k for k in range(MIN_SHARED, len(q) + 1) if q[k:] in self.endings]
        if cuts:
            out.add(bq[:cuts[0]])
        for cut, other in self.fronts_of(q):
            k = next((k for k in cuts if k >= cut + MIN_SHARED), None)
            if k:
                out.add(bare(other) + bq[cut:k])
        out = sorted(out)
        return [p for n, p in enumerate(out) if not any(p != o and p.startswith(o) for o in out)]


def features(q, c, how):
    cut, cut_c, k = how
    p, r, a, b = q[:cut], c[:cut_c], q[cut + k:], c[cut_c + k:]
    m, n = q[cut:cut + k], c[cut_c:cut_c + k]
    if (len(a), a, len(p), p, m) > (len(b), b, len(r), r, n):
        p, r, a, b, m, n = r, p, b, a, n, m
    x = a + '|' + b
    bm = bare(m)
    long = min(k, 7)
    out = ['x' + x, 'l' + x + '|' + bm[-1], 'k' + x + '|' + bm[-2:], 'e' + a, 'e' + b, 's%d' % min(k, 9),
           'n%d|%s' % (min(k, 5), x), 'r%d|%d' % (long, min(len(a) + len(b), 9))]
    if k >= 3:
        out.append('h' + x + '|' + bm[-3:])
    if p or r:
        f = p + '|' + r
        out += ['p' + f, 'q' + f + '|' + x, 'f' + f + '|' + bm[0], 'g%d|%d' % (long, min(len(p) + len(r), 5)), 'c%d' % min(len(x) - 1, 5)]
    if m != n:
        d = ','.join(s + t for s, t in zip(m, n) if s != t)
        last = '!' if m[-1] != n[-1] else ''
        out += ['m' + d + last, 'd' + d + last + '|' + x, 'u']
    return out


# ---------------------------------------------------------------- what is learned from

def simplemma(folder, code, frequent):
    """surface -> lemmas, of frequent surfaces and of some lemmas"""
    sys.path.insert(0, folder)
    from simplemma.strategies.dictionaries.frontcode import _decode_stream
    lemmas = collections.defaultdict(set)
    for table in TABLES.get(code, ()):
        table, _, script = table.partition('>')
        path = f'{folder}/simplemma/strategies/dictionaries/data/{table}.plzma'
        entries = _decode_stream(lzma.open(path).read())
        some = max(1, len(entries) // 60000)
        if not frequent:
            # enough words that there are strangers, a few forms of each
            names = len(set(entries.values()))
            words, forms = max(1, names // 25000), max(1, len(entries) // names // 4)
        for form, lemma in entries.items():
            if not frequent:
                if zlib.crc32(lemma) % words or zlib.crc32(form) % forms:
                    continue
            elif zlib.crc32(lemma) % some and (form.decode().lower() if not script else cyrillic(form.decode().lower())) not in frequent:
                continue
            form, lemma = form.decode().strip("-'"), lemma.decode().strip("-'")
            if ' ' in form or '-' in form or not form or not lemma:
                continue
            form, lemma = surface(form, code), surface(lemma, code)
            if script:
                form, lemma = cyrillic(form), cyrillic(lemma)
            lemmas[form].add(lemma)
            lemmas[lemma].add(lemma)
    return lemmas


def wordfreq(folder, code):
    """surface -> frequency, the most frequent first"""
    import msgpack
    out = {}
    for name in FREQUENCIES.get(code, [code]):
        name, _, script = name.partition('>')
        path = next((p for p in (f'{folder}/wordfreq/data/{size}_{name}.msgpack.gz' for size in ('large', 'small')) if os.path.exists(p)), None)
        if not path:
            continue
        for n, words in enumerate(msgpack.load(gzip.open(path), raw=False)[1:]):
            for word in words:
                if word.isalpha() or any(unicodedata.category(c)[0] == 'M' for c in word):
                    word = surface(word, code)
                    if script:
                        word = cyrillic(word)
                    out[word] = out.get(word, 0) + 10 ** (-n / 100) * 1e6
            if len(out) > 50000:
                break
    return out


def treebank(folder, code):
    """surface -> lemma -> tokens; at '' how often the surface occurs, which may be several tokens at once"""
    sys.path.insert(0, folder)
    from words import words
    out = collections.defaultdict(collections.Counter)
    for name in TREEBANKS.get(code, [code]):
        path = f'{folder}/data/{name}.sentences.jsonl.gz'
        if not os.path.exists(path):
            continue
        for line in gzip.open(path, 'rt', encoding='utf-8'):
            row = json.loads(line)
            spans = words(row['text'], name)
            for s, e, lemma, _ in row['tokens']:
                hit = [w for w in spans if w[0] < e and w[1] > s]
                if len(hit) == 1:
                    s, e = hit[0]
                out[surface(row['text'][s:e], code)][surface(lemma, code)] += 1
            for s, e in spans:
                out[surface(row['text'][s:e], code)][''] += 1
    return {w: l for w, l in out.items() if any(map(str.isalpha, w))}


def function_words(table, code):
    import re
    text = open(table, encoding='utf-8').read()
    row = re.search(r'row!\("%s" .*?\n\s*"(.*?)"' % code, text, re.S)
    return {surface(w, code) for w in row[1].split()} if row else set()


def longest_shared(a, b):
    """(start in a, start in b, length)"""
    best = (0, 0, 0)
    row = [0] * (len(b) + 1)
    for i, x in enumerate(a):
        prev = 0
        for j, y in enumerate(b):
            here = row[j + 1]
            row[j + 1] = prev + 1 if x == y else 0
            if row[j + 1] > best[2]:
                best = (i - row[j + 1] + 1, j - row[j + 1] + 1, row[j + 1])
            prev = here
    return best


def shape(positives, code, min_count=3):
    """positives: (one, other, weight)"""
    endings, fronts, marks = collections.Counter(), collections.Counter(), collections.Counter()
    for q, c, w in positives:
        bq, bc = bare(q), bare(c)
        k = common(bq, bc)
        i = j = 0
        if code in FRONT and k < 0.7 * min(len(q), len(c)):
            i2, j2, k2 = longest_shared(bq, bc)
            if (i2 or j2) and k2 >= max(2, k + 2) and max(i2, j2) <= MAX_FRONT + (2 if code in MANY_FRONTS else 0):
                i, j, k = i2, j2, k2
                fronts[tuple(sorted((q[:i], c[:j]), key=lambda s: (len(s), s)))] += 1
        if k >= MIN_SHARED and len(q) - k - i <= MAX_TAIL and len(c) - k - j <= MAX_TAIL:
            for tail in {q[i + k:], c[j + k:]}:
                endings[tail] += 1
            marks.update(tuple(sorted(pair)) for pair in zip(q[i:i + k], c[j:j + k]) if pair[0] != pair[1])
    total = len(positives)
    endings = {e for e, n in endings.items() if n >= max(min_count, total * 1e-5)} | {''}
    fronts = {f for f, n in fronts.most_common(MAX_FRONTS * (3 if code in MANY_FRONTS else 1)) if n >= max(min_count, total * 2e-4)}
    marks = {m for m, n in marks.items() if n >= max(min_count, total * 2e-4)}
    return Shape(endings, fronts, marks)


class Pairs:
    """Pairs of surfaces with whether they are of one lemma, as rows of features."""

    def __init__(self):
        self.rows, self.labels, self.weights = [], [], []

    def add(self, shape, vocabulary, queries, label):
        """label(q, c) -> (probability, weight) or None"""
        order = sorted((bare(w), w) for w in vocabulary)
        keys = [o[0] for o in order]
        enough = len(self.rows) + MAX_ROWS
        for q in queries:
            if len(self.rows) > enough:
                break
            for prefix in shape.prefixes(q):
                at = bisect.bisect_left(keys, prefix)
                while at < len(keys) and keys[at].startswith(prefix):
                    c = order[at][1]
                    at += 1
                    if c == q:
                        continue
                    how = shape.align(q, c)
                    if not how:
                        continue
                    told = label(q, c)
                    if told is None:
                        continue
                    self.rows.append(features(q, c, how[0]))
                    self.labels.append(told[0])
                    self.weights.append(told[1])

    def fit(self, before, strength=1.0, min_rows=3):
        """before: what features are thought to weigh"""
        counts = collections.Counter(f for row in self.rows for f in row)
        names = {f: n for n, f in enumerate(f for f, count in counts.items() if count >= min_rows or f in before)}
        mean = np.array([before.get(f, 0) for f in names])
        indices, pointers = [], [0]
        for row in self.rows:
            indices += [names[f] for f in row if f in names]
            pointers.append(len(indices))
        x = scipy.sparse.csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(self.rows), len(names)))
        y, w = np.array(self.labels, float), np.array(self.weights, float)
        w = w / w.mean()
        xt = x.T.tocsr()

        def loss(theta):
            z = x @ theta[1:] + theta[0]
            value = (w * (np.logaddexp(0, z) - y * z)).sum() + strength / 2 * ((theta[1:] - mean) ** 2).sum()
            g = w * (1 / (1 + np.exp(-z)) - y)
            return value, np.concatenate([[g.sum()], xt @ g + strength * (theta[1:] - mean)])
        theta = scipy.optimize.minimize(loss, np.concatenate([[-2.0], mean]), jac=True, method='L-BFGS-B', options={'maxiter': 80}).x
        return Model({**before, **{f: theta[n + 1] for f, n in names.items() if abs(theta[n + 1]) >= 0.06}}, theta[0])


class Model:
    def __init__(self, weights, bias):
        self.weights, self.bias = weights, bias

    def logit(self, row):
        get = self.weights.get
        return self.bias + sum(get(f, 0) for f in row)


class Language:
    """Everything that is learned of one language."""

    def __init__(self, code, sources, half=None, queries=3500, seed=1):
        """half: learn from that half of the lemmas only"""
        rng = random.Random(seed)
        self.code = code
        lemmas, frequency, bank = sources

        def taken(lemma):
            return half is None or hash_of(lemma) % 2 == half
        self.functions = sources.functions
        table = {w: l for w, l in lemmas.items()}
        groups = collections.defaultdict(set)
        for w, l in table.items():
            for lemma in sorted(l):
                groups[lemma].add(w)
        known = [w for w in frequency if w in table]
        vocabulary = dict(frequency)
        # rare forms, which no list of frequent words has: whole words with all forms
        names = sorted(groups)
        rng.shuffle(names)
        rare = 0
        for lemma in names:
            if rare >= (20000 if frequency else 100000):
                break
            some = sorted(groups[lemma])
            most = 60 if frequency else 10
            if len(some) > most:
                some = rng.sample(some, most)
            for w in some:
                if w not in vocabulary:
                    vocabulary[w] = 0.02
                    rare += 1
        positives = []
        for lemma, forms in groups.items():
            forms = sorted(f for f in forms if f in vocabulary)[:80]
            if len(forms) > 1 and taken(lemma):
                first = lemma if lemma in vocabulary else forms[0]
                positives += [(first, f, 1) for f in forms if f != first]
                for _ in range(len(forms) // 2):
                    a, b = rng.choice(forms), rng.choice(forms)
                    if a != b:
                        positives.append((a, b, 1))
        if len(positives) > 30000:
            positives = rng.sample(positives, 30000)
        bank_lemmas = collections.defaultdict(collections.Counter)
        for w, l in bank.items():
            for lemma, n in l.items():
                if lemma:
                    bank_lemmas[lemma][w] += n
        bank_positives = [(lemma, w, n) for lemma, ws in bank_lemmas.items() if taken(lemma) for w, n in ws.items() if w != lemma and lemma not in self.functions]
        weighty = 3 if positives else 1
        self.shape = shape(positives + bank_positives * weighty, code, 3 if positives else 2)
        known_endings = inventory(code)
        before = expected(known_endings) if known_endings else {}
        self.shape.endings |= known_endings
        pairs = Pairs()
        if table:
            pool = [w for w in vocabulary if w in table and w not in self.functions and all(taken(l) for l in table[w])]
            chances = [vocabulary[w] ** 0.4 * (2 if w in table[w] else 1) for w in pool]
            chosen = list(dict.fromkeys(rng.choices(pool, chances, k=queries))) if pool else []
            coverage = sum(vocabulary[w] for w in known) / max(1, sum(vocabulary.values()))

            def label(q, c):
                if c in self.functions:
                    return None
                weight = vocabulary[c] ** 0.4 + 0.1
                if c not in table:
                    if coverage < 0.8 or code in FRONT_CLITICS:
                        return None
                    return 0, 0.3 * weight * coverage ** 2
                return float(bool(table[q] & table[c]) or q in table[c] or c in table[q]), weight
            pairs.add(self.shape, vocabulary, chosen, label)
        count = len(pairs.rows)
        if bank:
            asked = sorted(l for l in bank_lemmas if taken(l) and l not in self.functions and any(map(str.isalpha, l)))

            def bank_label(q, c):
                if c in self.functions:
                    return None
                n = max(1, bank[c][''])
                return min(1, bank[c][q] / n), 2.0 * n ** 0.5
            pairs.add(self.shape, bank, asked, bank_label)
        self.counts = (count, len(pairs.rows) - count)
        self.model = pairs.fit(before) if pairs.rows else Model(before, -2.0)

    def likeness(self, q, c):
        if q == c:
            return 1.0
        if q in self.functions or c in self.functions:
            return 0.0
        how = self.shape.align(q, c)
        if not how:
            return 0.0
        z = max(self.model.logit(features(q, c, one)) for one in how)
        return 1 / (1 + math.exp(-z))


def hash_of(text):
    """FNV-1a"""
    h = 0x811c9dc5
    for c in text:
        h = ((h ^ ord(c)) * 0x01000193) & 0xffffffff
    return h ^ h >> 15


class Sources(tuple):
    functions = frozenset()


def sources(args, code):
    frequency = wordfreq(args.wordfreq, code)
    s = Sources((simplemma(args.simplemma, code, frequency), frequency, treebank(args.treebanks, code)))
    s.functions = function_words(args.table, code)
    return s


# ---------------------------------------------------------------- what is written

UNIT = 1 / 16
MAX_IRREGULAR_BYTES = 12000


def number(n):
    out = bytearray()
    while n >= 0x80:
        out.append(n & 0x7f | 0x80)
        n >>= 7
    return bytes(out) + bytes([n])


def text(s):
    s = s.encode()
    return number(len(s)) + s


def key(feature):
    return hash_of(feature) & 0xffffff


def irregular(language, sources):
    """Frequent forms that the affixes do not tell, a line for each word. Of the lemmatizer's table only."""
    lemmas, frequency, _ = sources
    missed = collections.defaultdict(list)
    for form, count in frequency.items():
        for lemma in sorted(lemmas.get(form, ())):
            if lemma != form and lemma in frequency and len(form) > 1 and len(lemma) > 1 and not {form, lemma} & language.functions:
                if language.likeness(lemma, form) < 0.5:
                    missed[lemma].append((count, form))
    best = sorted(missed, key=lambda lemma: -max(missed[lemma])[0])
    lines, size = [], 0
    for lemma in best:
        line = ' '.join([lemma] + [form for _, form in sorted(missed[lemma], reverse=True)[:8]])
        size += len(line.encode()) + 1
        if size > MAX_IRREGULAR_BYTES:
            break
        lines.append(unicodedata.normalize('NFC', line))
    return '\n'.join(lines)


def section(language, irregular):
    shape, model = language.shape, language.model
    out = struct.pack('<h', max(-32768, min(32767, round((model.bias + SHIFTS.get(language.code, 0)) * 256))))
    fronts = shape.fronts
    out += number(len(fronts)) + b''.join(text(p) + text(r) for p, r in fronts)
    out += text(''.join(a + b for a, b in sorted(shape.marks)))
    weights = {key('e' + e): 128 for e in shape.endings if e}
    for feature, weight in sorted(model.weights.items()):
        steps = max(-127, min(127, round(weight / UNIT)))
        if steps:
            weights[key(feature)] = steps + 128
    return packed(out, weights, irregular)


def packed(head, weights, irregular):
    """Weights lie in buckets by the highest bits of their keys, so that nothing need be unpacked to find one."""
    bits = max(8, min(11, len(weights).bit_length() - 3))
    low = 24 - bits
    order = sorted(weights)
    starts, at = [], 0
    for bucket in range(1 << bits):
        while at < len(order) and order[at] >> low < bucket:
            at += 1
        starts.append(at)
    rows = b''.join(struct.pack('<HB', k & (1 << low) - 1, weights[k]) for k in order)
    return head + bytes([bits]) + struct.pack(f'<{len(starts) + 1}H', *starts, len(order)) + rows + text(irregular)


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument('--simplemma', required=True, help='folder with the package simplemma')
    ask.add_argument('--wordfreq', required=True, help='folder with the package wordfreq')
    ask.add_argument('--treebanks', required=True, help='folder with words.py and data/*.sentences.jsonl.gz')
    ask.add_argument('--table', default=os.path.join(HERE, '../language/table.rs'))
    ask.add_argument('--out', default=os.path.join(HERE, 'affixes.bin'))
    ask.add_argument('--only', default='', help='renew the sections of these languages')
    args = ask.parse_args()
    sections = {}
    if os.path.exists(args.out):
        sections = read(open(args.out, 'rb').read())
    for code in args.only.split(',') if args.only else LANGUAGES:
        from_them = sources(args, code)
        language = Language(code, from_them)
        sections[code] = section(language, irregular(language, from_them))
        print(code, language.counts, len(language.model.weights), len(sections[code]), flush=True)
        with open(args.out, 'wb') as file:
            for name in sorted(sections):
                file.write(text(name) + number(len(sections[name])) + sections[name])


def read(data):
    def take_number():
        nonlocal at
        n = shift = 0
        while True:
            byte = data[at]
            at += 1
            n |= (byte & 0x7f) << shift
            shift += 7
            if byte < 0x80:
                return n
    at, out = 0, {}
    while at < len(data):
        length = take_number()
        name = data[at:at + length].decode()
        at += length
        length = take_number()
        out[name] = data[at:at + length]
        at += length
    return out


if __name__ == '__main__':
    main()
