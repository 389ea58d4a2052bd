#!/usr/bin/env python3
"""Make `variants.txt`: which ideograph stands for which in terms. Needs `pip install opencc`.

Each line of the table is an ideograph and the one that it is folded to, in the order of the first: traditional
characters, variants of Taiwan and Hong Kong and the Japanese simplified ones all become the simplified Chinese one.
The facts are those of the Open Chinese Convert project (Apache License 2.0, see `LICENSE`).
"""
import os
import opencc

STEPS = [opencc.OpenCC(name) for name in ('jp2t', 'tw2t', 'hk2t', 't2s')]
# OpenCC says of these only what they are in one meaning, or leaves them to phrases
BY_HAND = {'妳': '你', '牠': '它', '祂': '他', '裡': '里', '裏': '里', '著': '着', '乾': '干', '乹': '干', '瞭': '了', '藉': '借', '週': '周',
           '髙': '高', '﨑': '崎', '嵜': '崎', '嶋': '岛', '冨': '富', '眞': '真', '羣': '群', '峯': '峰', '邨': '村', '濵': '滨', '桒': '桑'}


def simpler(one):
    if one in BY_HAND:
        return BY_HAND[one]
    for step in STEPS:
        result = step.convert(one)
        if len(result) != 1:
            return one
        one = result
    return BY_HAND.get(one, one)


def fixed(one):
    seen = [one]
    while (next := simpler(seen[-1])) not in seen:
        seen.append(next)
    # a circle is as good as its first
    return next if next == seen[-1] else min(seen[seen.index(next):])


characters = [chr(code) for code in [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), 0xFA11]]
pairs = [(one, fixed(one)) for one in characters]
pairs = [(one, other) for one, other in pairs if one != other and ord(other) < 0x10000]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'variants.txt'), 'w', encoding='utf-8') as out:
    out.writelines(one + other + '\n' for one, other in pairs)
