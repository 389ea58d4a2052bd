"""What tells Croatian from Serbian in Latin letters, and Norwegian from Danish: most of their words are the same."""
import collections, math, random, re

from sources import grams, words

# Croatian and Serbian beginnings of words that mean the same
BEGINNINGS = '''
predsjed:predsed mjesec:mesec mjest:mest dijel:deo dijet:det djec:dec djel:del gdje:gde ovdje:ovde uvijek:uvek svijet:svet
rijek:rek riječ:reč cijel:cel cijen:cen bijel:bel lijep:lep vijest:vest vijeć:već snijeg:sneg primjer:primer pobjed:pobed
sjever:sever sjedni:sedni vjer:ver čovjek:čovek tko:ko netko:neko nitko:niko svatko:svako europ:evrop tisuć:hiljad
tjed:sedmic sigurnos:bezbednos sudjel:učestv suradnj:saradnj surađ:sarađ izvješ:izvešt također:takođe siječnj:januar
veljač:februar ožuj:mart travnj:april svibnj:maja lipnj:juna srpnj:jula kolovoz:avgust rujn:septemb listopad:oktob
studenog:novemb prosinc:decemb milijun:milion zrakoplov:avion kazališ:pozoriš glazb:muzik povijes:istorij tvrtk:firm
tijek:tok nogomet:fudbal kolodvor:stanic kruh:hleb općin:opštin opć:opšt uopće:uopšte kemij:hemij znanos:nauk
sveučiliš:univerzitet priopć:saopšt tajnik:sekretar nazočn:prisut prosvjed:protest uporab:upotreb utjec:utic nedjelj:nedelj
ponedjelj:ponedelj srijed:sred poslije:posle prije:pre lijek:lek čimbenik:činilac dužnosni:zvanični ravnatelj:direktor
uvjet:uslov sustav:sistem razin:nivo osob:lic unatoč:uprkos putovnic:pasoš točk:tačk točn:tačn plać:plat vlak:voz
obitelj:porodic izravn:direktn gospodar:privred stožer:štab nizozem:holand španjol:špan cipar:kipar rumunj:rumun njemač:nemač
bruxelles:brisel washington:vašington organizir:organizov tijekom:tokom stajališ:stav vanjsk:spoljn unutarnj:unutrašnj
tužitelj:tužilac svjedo:svedo zahtjev:zahtev provedb:sprovođ provesti:sprovesti stoljeć:vek postot:procen posto:odsto
glasnogovorni:portparol povjeren:poveren mjer:mer vrijedn:vredn vrijed:vred vrijem:vreme promjen:promen primijen:primen
obavijes:obavest rješ:reš uspje:uspe htje:hte vidje:vide željez:gvožđ otok:ostrv žlic:kašik rajčic:paradajz lani:lane
svjets:svets dvije:dve svibanj:maj prijetn:pretnj smjer:smer odjel:odel odsjek:odsek zamjeni:zameni vijek:vek nasljed:nasled
sljed:sled slijed:sled posljed:posled unaprijed:unapred naprijed:napred sprječ:spreč liječ:leč bolesni:bolni ured:kancelarij
blagdan:praznik redatelj:reditelj gledatelj:gledalac natječ:konkurs dopust:dozvol mirovin:penzij umirovljen:penzioner
kazališn:pozoriš nazivlj:naziv skladatelj:kompozitor opskrb:snabdev promidžb:propagand promet:saobraćaj zračn:vazdušn
zrak:vazduh bilježni:beležni zabilj:zabelež bilj:belež odvjetni:advokat županij:okrug burz:berz udrug:udružen skupin:grup
promatra:posmatra promatr:posmatr zemljovid:mapa središ:centar momčad:tim natjecan:takmičen natjecatelj:takmičar
pobjedni:pobedni prvak:šampion
'''
# words that only one of the two has, and how surely
CROATIAN = '''
gdje prije poslije gdjegod ovdje ondje uvijek također tko netko nitko svatko uopće europa europe europi europu europske
europski općine opće tisuća tisuće tjedna tjedan tjedno siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna
listopada studenoga studenog prosinca milijuna milijun milijuni tijekom unatoč glede izvješće izvješća izvješću uvjet uvjeti
uvjeta sustav sustava utjecaj sudjelovanje sigurnosti točno točke točka plaća plaće obitelj obitelji stoljeća stoljeće
kazalište glazba glazbe povijest povijesti tvrtka tvrtke kruh sveučilište sveučilišta nogomet nogometni priopćenju priopćio
lijep lijepo posto odvjetnik ravnatelj skladatelj redatelj gledatelji tužiteljstvo vidjet neovisnost neovisnosti veleposlanik
veleposlanstvo izravno postrojbe dužnosnici dužnosnik promidžba
'''
SERBIAN = '''
gde posle ovde onde uvek takođe neko niko svako uopšte evropa evrope evropi evropu evropske evropski evropskog opštine opšte
opština hiljada hiljade hiljadu nedelja nedelje nedelju januara februara marta aprila maja juna jula avgusta septembra
oktobra novembra decembra januar februar avgust septembar oktobar novembar decembar januaru februaru martu aprilu maju junu
julu avgustu septembru oktobru novembru decembru miliona milion milioni tokom uprkos izveštaj izveštaja izveštaju uslov
uslovi uslova uticaj učešće bezbednosti bezbednost tačno tačke tačka plata plate porodica porodice istorija istorije muzika
muzike pozorište firme hleb univerzitet univerziteta fudbal fudbalski saopštenju saopštio lep lepo odsto advokat direktor
gledaoci tužilaštvo biće šta nezavisnost ambasador zvaničnici zvaničnik saradnja saradnje ministarstva spoljnih organizovan
organizovana preduzeća preduzeće
'''
LESS_SURE = {'ko': -2, 'pre': -3, 'vek': -3, 'bit': 1.5, 'marta': -2, 'maja': -2, 'plata': -2, 'plate': -1, 'firme': -1,
             'direktor': -1, 'istorija': -4, 'niko': -2.5, 'advokat': -2.5, 'ministarstva': -.5, 'neko': -1}
SURE = 6
IJEKAVIAN = re.compile('ije|(?<=[bcčdfgmpstvzžš])je')


def features(some, with_words=True):
    """The grams of words as the program has them; without whole words where they would be a list of a text's words."""
    found = []
    for word in some:
        found += [gram for length, gram in grams(word) if length > 1]
        if with_words:
            found.append('=' + word)
            found += ['^' + word[:length] for length in (5, 7) if len(word) >= length]
    return found


def texts(sources, treebank, declaration, many, rng):
    some = [words(text) for text in sources.treebank(treebank) + sources.declaration(declaration)]
    some = [one for one in some if one]
    for _ in range(many):
        one, length = rng.choice(some), rng.choice((3, 6, 12, 40))
        start = rng.randrange(max(1, len(one) - length + 1))
        yield features(one[start:start + length], with_words=False)


def drawn(frequencies, power, lengths, many, rng):
    names, weights = list(frequencies), [frequency ** power for frequency in frequencies.values()]
    for _ in range(many):
        yield features(rng.choices(names, weights, k=rng.choice(lengths)))


def fitted(examples, epochs, rng):
    """Logistic regression: the weights of grams that make the examples of 1 positive, those of 0 negative."""
    weights, squares = collections.defaultdict(float), collections.defaultdict(lambda: .1)
    for _ in range(epochs):
        rng.shuffle(examples)
        for target, grams_ in examples:
            total = sum(weights[gram] for gram in grams_)
            error = target - 1 / (1 + math.exp(-max(-30, min(30, total))))
            if abs(error) >= .03:
                for gram in grams_:
                    squares[gram] += error * error
                    weights[gram] = weights[gram] * (1 - 1e-5) + .05 * error / math.sqrt(squares[gram])
    return weights


def blended(weights, one, other, share, kept):
    """With a share of how much more frequent a gram is in either; the grams that have most to say."""
    for length in range(2, 6):
        floor = {2: 2e-5, 3: 3e-6, 4: 1e-6, 5: 1e-6}[length]
        for gram in set(one.shares[length]) | set(other.shares[length]):
            shares = [profile.shares[length].get(gram, 0) + floor for profile in (one, other)]
            ratio = math.log(shares[0] / shares[1])
            if max(shares) > 4 * floor and abs(ratio) > .4:
                weights[gram] += share * ratio
    def say(gram):
        length = len(gram)
        frequency = 3e-5 if gram[0] in '=^' else max(one.shares[length].get(gram, 0), other.shares[length].get(gram, 0), 1e-6)
        return (-abs(weights[gram]) * frequency ** .5, gram)
    return {gram: weights[gram] for gram in sorted(weights, key=say)[:kept]}


class Likelihood:
    """How likely the letters of a word are, each after the four before it."""
    def __init__(self, shares):
        self.shares = {gram: share for some in shares for gram, share in some.items()}
        # each length has shares of its own: make them those of what goes on from the length before
        self.before = collections.Counter()
        for gram, share in self.shares.items():
            self.before[gram[:-1]] += share

    def of(self, word):
        total = 0
        for end in range(1, len(word) + 1):
            for length in range(min(5, end), 0, -1):
                gram = word[end - length:end]
                if gram in self.shares:
                    total += math.log(max(1e-7, self.shares[gram] / (self.before[gram[:-1]] if length > 1 else 1)))
                    break
                total += math.log(.3)
            else:
                total -= 12
        return total


def croatian_serbian(profiles, sources):
    rng = random.Random(5)
    one, other = profiles['hr'], profiles['sr_latin']
    croatian, serbian = Likelihood(sources.lingua('hr', 'Latin')), Likelihood(sources.lingua('sr', 'Latin', True))
    both = {word: share for word, share in sources.wordfreq('sh', 'Latin').items() if share > 4e-7 and "'" not in word}
    ahead = {word: croatian.of(word) - serbian.of(word) for word in both if len(word) > 2}
    examples = [(1, some) for some in texts(sources, 'hr', 'hrv', 5000, rng)]
    examples += [(0, some) for some in texts(sources, 'sr', 'srp_latn', 5000, rng)]
    for target in (1, 0):
        side = {word: both[word] for word, more in ahead.items() if both[word] > 7e-7 and (more > 1 if target else more < -1)}
        examples += [(target, some) for some in drawn(side, .7, (2, 4, 8), 6000, rng)]
    sure = {}
    for word, share in both.items():
        for match in IJEKAVIAN.finditer(word):
            twin = word[:match.start()] + 'e' + word[match.end():]
            if twin in both and word != 'nije':
                examples += [(1, features([word])), (0, features([twin]))]
                is_pair = len(twin) >= 4 and .08 < share / both[twin] < 12
                if is_pair and ahead[word] > .2 and ahead[twin] < -.2:
                    sure['=' + word], sure['=' + twin] = SURE, -SURE
    for beginnings in BEGINNINGS.split():
        for target, beginning in zip((1, 0), beginnings.split(':')):
            if len(beginning) > 3:
                examples += [(target, features([beginning + end])) for end in ('', 'a', 'e', 'i', 'u', 'ni', 'no', 'om')]
    sure.update({'=' + word: SURE for word in CROATIAN.split()})
    sure.update({'=' + word: -SURE for word in SERBIAN.split()})
    sure.update({'=' + word: weight for word, weight in LESS_SURE.items()})
    weights = blended(fitted(examples, 5, rng), one, other, .1, 12000)
    return {**weights, **sure}


def norwegian_danish(profiles, sources):
    rng = random.Random(6)
    examples = [(1, some) for some in texts(sources, 'no', 'nob', 5000, rng)]
    examples += [(0, some) for some in texts(sources, 'da', 'dan', 5000, rng)]
    for target, code in ((1, 'nb'), (0, 'da')):
        frequencies = {word: share for word, share in sources.wordfreq(code, 'Latin').items() if share > 1e-6}
        for power, lengths in ((1, (3, 6, 12)), (.5, (3, 6))):
            examples += [(target, some) for some in drawn(frequencies, power, lengths, 6000, rng)]
    return blended(fitted(examples, 4, rng), profiles['no'], profiles['da'], .06, 14000)


def tables(profiles, sources):
    """Pairs of languages, what the first has ahead, and how much each gram speaks for it."""
    return [(('hr', 'sr'), -.15, croatian_serbian(profiles, sources)), (('no', 'da'), .4, norwegian_danish(profiles, sources))]
