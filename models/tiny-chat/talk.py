"""The talk `tiny-chat` learns from: lines of a person, and the lines that answer them, written by this script.

Most answers cannot be had by looking at the last few letters: names and things said before come back, words are spelled
and repeated, numbers are added and compared.
"""

import hashlib
import random

NAMES = """ada alan alice amir ana anton aria ben bella carl chen clara dan diego dina elena eli emma ezra fatima felix
finn freya gina grace hana hugo ida igor ines iris ivan jack jana jonas julia kai kira lara leo lena liam lina luca
maja marco maria max mila mina nadia nina noah nora olga omar oscar otto paul pia raj rosa ruth sam sara sofia theo tim
tina tom uma vera viktor wei yara zoe""".split()
LIKES = """apples art birds boats books bread cats cheese chess coffee dogs drums flowers football gardens horses jazz
kites lakes maps math mountains movies music painting pears piano plums poems puzzles rain robots rockets running
ships skating snow songs stars stories summer swimming tea trains trees trumpets violins winter""".split()
OPPOSITES = dict(
    pair.split("/")
    for pair in """hot/cold big/small fast/slow up/down left/right day/night open/closed happy/sad old/new high/low
    light/dark early/late full/empty hard/soft near/far rich/poor strong/weak thick/thin true/false warm/cool wet/dry
    wide/narrow young/old loud/quiet""".split()
)
OPPOSITES = {**{b: a for a, b in OPPOSITES.items() if b != "old"}, **OPPOSITES}
COLOURS = {
    "the sky": "blue", "grass": "green", "snow": "white", "a banana": "yellow", "a tomato": "red", "coal": "black",
    "an orange": "orange", "chocolate": "brown", "the sea": "blue", "a lemon": "yellow", "blood": "red", "milk": "white",
    "a plum": "purple", "a frog": "green", "a flamingo": "pink", "an elephant": "grey", "a carrot": "orange",
    "the night": "black",
}
SOUNDS = {
    "cow": "moo", "dog": "woof", "cat": "meow", "duck": "quack", "sheep": "baa", "pig": "oink", "horse": "neigh",
    "owl": "hoot", "bee": "buzz", "frog": "ribbit", "lion": "roar", "mouse": "squeak",
}
KINDS = {
    "animal": "cow dog cat duck sheep pig horse owl bee frog lion mouse fish bear wolf".split(),
    "fruit": "apple pear plum banana lemon cherry grape peach mango fig".split(),
    "tool": "hammer saw drill wrench axe shovel rake chisel".split(),
    "colour": "red orange yellow green blue purple pink white".split(),
    "planet": "mercury venus earth mars jupiter saturn".split(),
}
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTHS = "january february march april may june july august september october november december".split()
WORDS = sorted({*LIKES, *OPPOSITES, *SOUNDS, *(word for words in KINDS.values() for word in words)})
COUNTS = ["zero", "one", "two", "three", "four", "five"]
THINGS = "apples pears coins books stones shells cards eggs".split()
SIZES = "small medium large".split()
SHAPES = "circle ring square triangle star cross heart moon".split()
PAPERS = "black navy forest maroon slate sand".split()


def article(word):
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def exchange(r):
    """A line and the line that answers it."""
    kind = r.randrange(17)
    name, like, word = r.choice(NAMES), r.choice(LIKES), r.choice(WORDS)
    if kind == 0:
        return r.choice([f"hello, i am {name}.", f"hi, my name is {name}.", f"good morning, i am {name}."]), f"hello {name}, nice to meet you."
    if kind == 1:
        asked, answer = r.choice([("what is my name?", f"your name is {name}."), ("what do i like?", f"you like {like}."), ("who am i?", f"you are {name}.")])
        return f"i am {name} and i like {like}. {asked}", answer
    if kind == 2:
        other = r.choice([n for n in NAMES if n != name])
        second = r.choice([l for l in LIKES if l != like])
        who, what = r.choice([(name, like), (other, second)])
        if r.random() < 0.5:
            return f"{name} likes {like} and {other} likes {second}. what does {who} like?", f"{who} likes {what}."
        return f"{name} likes {like} and {other} likes {second}. who likes {what}?", f"{who} likes {what}."
    if kind == 3:
        a, b = r.randrange(21), r.randrange(21)
        return f"what is {a} plus {b}?", f"{a} plus {b} is {a + b}."
    if kind == 4:
        a = r.randrange(21)
        b = r.randrange(a + 1)
        return f"what is {a} minus {b}?", f"{a} minus {b} is {a - b}."
    if kind == 5:
        a, b = r.sample(range(100), 2)
        if r.random() < 0.5:
            return f"which is bigger, {a} or {b}?", f"{max(a, b)} is bigger than {min(a, b)}."
        return f"which is smaller, {a} or {b}?", f"{min(a, b)} is smaller than {max(a, b)}."
    if kind == 6:
        word = r.choice(sorted(OPPOSITES))
        return f"what is the opposite of {word}?", f"the opposite of {word} is {OPPOSITES[word]}."
    if kind == 7:
        return f"spell {word}.", ", ".join(word) + "."
    if kind == 8:
        n = r.randrange(1, 6)
        return f"say {word} {COUNTS[n]} time{'s' if n > 1 else ''}.", " ".join([word] * n) + "."
    if kind == 9:
        days = r.choice([DAYS, MONTHS])
        i, step = r.randrange(len(days)), r.choice([1, -1])
        side = "after" if step == 1 else "before"
        return f"what comes {side} {days[i]}?", f"{days[(i + step) % len(days)]} comes {side} {days[i]}."
    if kind == 10:
        thing = r.choice(sorted(COLOURS))
        return f"what colour is {thing}?", f"{thing} is {COLOURS[thing]}."
    if kind == 11:
        thing, a = r.choice(THINGS), r.randrange(2, 21)
        b = r.randrange(1, a + 1)
        if r.random() < 0.5:
            return f"i have {a} {thing} and give away {b}. how many are left?", f"you have {a - b} {thing} left."
        return f"i have {a} {thing} and find {b}. how many are there?", f"you have {a + b} {thing} now."
    if kind == 12:
        animal = r.choice(sorted(SOUNDS))
        return f"what does {article(animal)} say?", f"{article(animal)} says {SOUNDS[animal]}."
    if kind == 13:
        true = r.choice(sorted(KINDS))
        item = r.choice(KINDS[true])
        asked = r.choice([true, r.choice(sorted(KINDS))])
        item_, asked_ = item if true in ("planet", "colour") else article(item), article(asked)
        return f"is {item_} {asked_}?", f"yes, {item_} is {asked_}." if asked == true else f"no, {item_} is {article(true)}."
    if kind == 14:
        size, colour, shape, paper = (r.choice(words) for words in (SIZES, KINDS["colour"], SHAPES, PAPERS))
        given, drawn = r.choice([("something", shape), (article(shape), shape), (f"something {colour}", shape)])
        return f"what should i draw? {given}.", f"draw a {size} {colour} {drawn} on {paper}."
    if kind == 15:
        return r.choice(
            [
                ("who are you?", "i am tiny-chat, a small model that runs on a chain."),
                ("what are you?", "i am a small language model."),
                ("can i trust you?", "no need. you can check every word i say."),
                ("how are you?", "i am fine, thank you."),
                ("what can you do?", "i add, spell, compare and remember names."),
                ("thank you.", "you are welcome."),
                ("goodbye.", "goodbye, see you soon."),
                ("hello.", "hello, how can i help?"),
            ]
        )
    a, b, c = r.sample(WORDS, 3)
    asked = r.randrange(3)
    which = ["first", "second", "last"][asked]
    return f"the words are {a}, {b}, {c}. what is the {which} one?", f"the {which} one is {[a, b, c][asked]}."


# What can only be known by having been told: those lines are all in the training text.
TOLD = ("who are you", "what are you", "can i", "how are", "what can", "thank", "goodbye", "hello.", "what colour",
        "what does a", "what comes", "what is the opposite")


def is_held_out(line):
    """Every tenth line of the others is never in the training text, whatever it is answered with."""
    if line.startswith(TOLD):
        return False
    return hashlib.sha256(line.encode()).digest()[0] % 10 == 0


def talk(seed, held_out):
    """Endless exchanges, those held out or the others."""
    r = random.Random(seed)
    while True:
        line, answer = exchange(r)
        if is_held_out(line) == held_out:
            yield line, answer
