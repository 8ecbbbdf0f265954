"""Writes YAML as people do: block or flow, quoted or plain, comments, odd scalars. Nothing here is meant to be canonical."""
import json
import re

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._/-]*(:[0-9a-z.]+)*")
WORDS = frozenset("y n yes no on off true false null".split())
FLOW_SAFE = re.compile(r"[\w.+-]+|\"[^\"\\\n]*\"|'[^'\n]*'")

# Scalars as they stand in a file; "@" in those of several lines is the indentation.
NUMBERS = """1 5 7 3 1.0 1.50 0x1F 0o17 017 0b11 1_000 -1 +1 -0 0 1e3 1E3 1e21 1e-7 .5 5. 100000 1000000 1234567.5 12345678901234567890
9007199254740993 12:30 1:20:30 2001-12-14 2001-12-14T01:02:03Z 1e400 0x 1_0.5 08 00 -.5 +.5 0.1e-5 4294967296 1e+2""".split()
TEXTS = """abc "abc" 'abc' 'it''s' "1" '1' "5" "1.0" "017" "true" "yes" 'no' "null" "" '' "~" "2001-12-14" "1e3" "12:30" é "é" x% "@x" "{{x}}" "-"
"*a" "&a" "[x]" "=" "<<" "0x1" . ... a-b a/b "a: b" 'a #b' "#x" "tab\\tb" "l1\\nl2\\n" "\\u00e9\\x41" "q\\"x" "n" "y" 'on' "\\\\" " lead" "trail "
--- a:b a,b "a,b" http://x/y?z=1#q $(V1) "$(V1)" $$(V1) pre-$(V2)-post""".split(" ")
TEXTS = [text for line in TEXTS for text in line.split("\n") if text not in ("---", "...", "\"", "lead\"", "trail")]
WORDLIKE = "true false yes no on off null ~ True FALSE Yes NO On Null NULL y n Y N".split()
BLOCKS = ["|\n@l1\n@l2", "|-\n@l1", "|+\n@l1\n\n", ">\n@l1\n@l2", ">-\n@5", "|\n@a: b\n@  c", ">\n@l1\n\n@l2\n@  more\n@l3", "|-\n@true",
          "\"two\n@lines\"", "plain\n@more", "'sq\n\n@more'", "|2\n@ lead", ">+\n@x\n\n\n", "|\n@# no comment\n@x", ">\n@" + "word " * 30 + "end"]
ODD = ["!!str 5", "!!int 5", "!!str true", "!!float 1", "!local x", "&anc v", ".inf", "-.Inf", ".nan", "=", "x y z", "a b # c"]


class Raw:
    """A scalar that is written as it stands."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return f"Raw({self.text!r})"


def plain(value):
    """The same without odd scalars, for JSON."""
    if isinstance(value, Raw):
        return value.text.strip("\"'")
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


class Dice:
    """Random choices; the base of all generators."""

    def __init__(self, random):
        self.random = random

    def pick(self, items):
        return self.random.choice(items)

    def chance(self, probability):
        return self.random.random() < probability

    def count(self, low, high):
        return self.random.randint(low, high)

    def some(self, items, low, high):
        """Between low and high different items, in random order."""
        return self.random.sample(items, min(len(items), self.random.randint(low, high)))

    def raw(self):
        """An odd scalar: text, number, word, block."""
        roll = self.random.random()
        pool = TEXTS if roll < .45 else NUMBERS if roll < .7 else WORDLIKE if roll < .85 else BLOCKS if roll < .985 else ODD
        return Raw(self.random.choice(pool))


class Writer:
    """One document or stream; `wild` (0 to 1) is how often it leaves the plain block style."""

    def __init__(self, dice, wild):
        self.dice = dice
        self.wild = wild
        self.lists = 2 if dice.chance(.3) else 0

    def odd(self, probability):
        return self.wild and self.dice.chance(probability * self.wild)

    def text(self, value):
        """A string in one of its styles."""
        if PLAIN.fullmatch(value) and value.lower() not in WORDS:
            if not self.odd(.4):
                return value
            return json.dumps(value) if self.dice.chance(.5) else f"'{value}'"
        if "\n" in value or "\t" in value or self.dice.chance(.7):
            return json.dumps(value, ensure_ascii=self.dice.chance(.5))
        return "'" + value.replace("'", "''") + "'"

    def scalar(self, value, indent, flow=False):
        if isinstance(value, Raw):
            if flow:
                return value.text if FLOW_SAFE.fullmatch(value.text) else '"fl"'
            return value.text.replace("@", " " * (indent + 2)) if "\n" in value.text else value.text
        if value is None:
            return "null" if flow or not self.wild else self.dice.pick(["null", "~", "", "null"])
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, float)):
            return repr(value)
        return self.text(value)

    def key(self, key):
        if PLAIN.fullmatch(key) and key.lower() not in WORDS:
            return json.dumps(key) if self.odd(.05) else key
        return key if key.startswith("$") else json.dumps(key)

    def flow(self, value):
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.key(key)}: {self.flow(item)}" for key, item in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.flow(item) for item in value) + "]"
        return self.scalar(value, 0, True)

    def comment(self):
        if not self.odd(.15):
            return ""
        return self.dice.pick([" # c", "  # two words", " #"])

    def line(self, head, value, indent):
        text = self.scalar(value, indent)
        if "\n" in text and head.endswith(":") or head.endswith("-"):
            return f"{head} {text}".rstrip(" ") + "\n"
        return f"{head} {text}".rstrip(" ") + (self.comment() if "\n" not in text and "#" not in text else "") + "\n"

    def block(self, value, indent=0):
        """Lines of a value, the first without a leading break."""
        pad = " " * indent
        out = []
        if isinstance(value, dict) and value:
            for key, item in value.items():
                if self.odd(.06):
                    out.append(f"{pad}# about {key}\n")
                head = f"{pad}{self.key(key)}:"
                if isinstance(item, (dict, list)):
                    if not item or self.odd(.12):
                        out.append(f"{head} {self.flow(item)}\n")
                    else:
                        out.append(f"{head}{self.comment()}\n" + self.block(item, indent + (2 if isinstance(item, dict) else self.lists)))
                elif isinstance(item, str) and "\n" in item and not item.startswith((" ", "\n")) and item.endswith("\n"):
                    out.append(f"{head} |\n" + "".join(f"{pad}  {line}\n" if line else "\n" for line in item[:-1].split("\n")))
                else:
                    out.append(self.line(head, item, indent))
            return "".join(out)
        if isinstance(value, list) and value:
            for item in value:
                if isinstance(item, (dict, list)) and item and not self.odd(.12):
                    out.append(f"{pad}- " + self.block(item, indent + 2).lstrip(" ") if not self.odd(.03) or isinstance(item, list)
                               else f"{pad}-\n" + self.block(item, indent + 2))
                elif isinstance(item, (dict, list)):
                    out.append(f"{pad}- {self.flow(item)}\n")
                elif isinstance(item, str) and "\n" in item and not item.startswith((" ", "\n")) and item.endswith("\n"):
                    out.append(f"{pad}- |\n" + "".join(f"{pad}  {line}\n" if line else "\n" for line in item[:-1].split("\n")))
                else:
                    out.append(self.line(f"{pad}-", item, indent))
            return "".join(out)
        if isinstance(value, (dict, list)):
            return f"{pad}{self.flow(value)}\n"
        return f"{pad}{self.scalar(value, indent)}\n"

    def stream(self, documents):
        return "---\n".join(self.block(document) for document in documents)
