#!/usr/bin/env python3
"""Looks for functions that have no place in the program: calls in src without tests, and what the compiled objects ask the C library for.

    check-banned.py [BUILD-DIRECTORY...]

scripts/banned.allow lists where one is used all the same: path, name, "#" and why. Arrays whose length is known only at run time are the
compiler's to refuse (-Wvla), and formats of the printf family that are no literals (-Wformat=2); the formats of messages are looked at here,
for the compiler does not know those functions. Exit status 1: something is found, or an allowed use is gone.
"""
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ALLOW = os.path.join(ROOT, "scripts", "banned.allow")

BANNED = {
    "writes as much as its input wants": "gets sprintf vsprintf strcpy stpcpy strcat wcscpy wcscat",
    "may leave its text without an end": "strncpy stpncpy strncat",
    "takes stack as its input wants": "alloca strdupa strndupa",
    "changes its argument, and hides where it ends": "strtok strtok_r strsep",
    "cannot tell that a number is wrong or too big": "atoi atol atoll atof scanf fscanf sscanf vscanf vfscanf vsscanf",
    "takes spaces, signs and too much, and depends on the locale": "strtol strtoll strtoul strtoull strtod strtof strtold strtoimax strtoumax",
    "starts a program": "system popen fork vfork clone execl execlp execle execv execvp execvpe execve execveat fexecve posix_spawn "
                        "posix_spawnp wordexp",
    "loads code": "dlopen dlmopen dlsym",
    "reaches for the network": "socket connect getaddrinfo gethostbyname",
    "makes the output depend on who runs it": "getenv secure_getenv putenv setenv unsetenv setlocale localeconv localtime localtime_r",
    "leaves a frame that does not know of it": "setjmp sigsetjmp longjmp siglongjmp",
    "gives a name that somebody else may take first": "mktemp tmpnam tempnam",
    "can be foretold": "rand srand random srandom drand48",
    "keeps its state where two threads meet": "asctime ctime gmtime getpwnam getpwuid readdir_r",
}
WHY = {name: why for why, names in BANNED.items() for name in names.split()}
# Which argument the format of a message is.
FORMATS = {"cr_fail": 3, "cr_warn": 3, "cr_hint": 1, "cr_second": 2}
CALL = re.compile(r"(?<![\w.])(?<!->)(\w+)\s*\(")
# What a name stands for: in an object sprintf is __sprintf_chk, sscanf __isoc99_sscanf, setjmp _setjmp.
ALIAS = re.compile(r"^_*(?:isoc\d+_|builtin_)?(\w+?)(?:_chk)?$")


def sources():
    for folder, folders, names in os.walk(os.path.join(ROOT, "src")):
        folders[:] = sorted(f for f in folders if f != "tests")
        for name in sorted(names):
            if name.endswith((".c", ".h")):
                yield os.path.relpath(os.path.join(folder, name), ROOT)


def blank(match):
    """A comment, or the inside of a text, as blanks: line numbers stay."""
    text = match.group(0)
    inside = re.sub(r"[^\n]", " ", text)
    return text[0] + inside[1:-1] + text[-1] if text[0] in "\"'" else inside


def without_texts(text):
    return re.sub(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'", blank, text, flags=re.S)


def arguments(code, start):
    """Where each argument of the call begins whose bracket is before start, and the end."""
    depth, places = 0, [start]
    for i in range(start, len(code)):
        if code[i] in "([{":
            depth += 1
        elif code[i] in ")]}":
            if depth == 0:
                return places + [i + 1]
            depth -= 1
        elif code[i] == "," and depth == 0:
            places.append(i + 1)
    return places


def is_literal(text):
    """A text in quotes, or a choice of such."""
    text = text.strip()
    return text.startswith('"') or re.fullmatch(r"[^?]*\?\s*\".*\"\s*:\s*\".*\"", text, flags=re.S) is not None


def look_at_source(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
        text = f.read()
    code = without_texts(text)
    at = lambda place: "%s:%d" % (path, text.count("\n", 0, place) + 1)
    for call in CALL.finditer(code):
        name = ALIAS.match(call.group(1)).group(1)
        if name in WHY:
            yield path, name, "%s: %s %s" % (at(call.start()), name, WHY[name])
        # A line that begins with the name is its definition; in a header stands a declaration.
        if name in FORMATS and path.endswith(".c") and code[call.start() - 1] != "\n":
            places = arguments(code, call.end())
            which = FORMATS[name]
            if which + 1 >= len(places) or not is_literal(text[places[which]:places[which + 1] - 1]):
                yield path, name, "%s: the format of %s is no literal" % (at(call.start()), name)
    for literal in re.finditer(r"\"(?:\\.|[^\"\\\n])*%(?:\d+\$)?[-+ #0-9.*]*(?:hh|h|ll|l|j|z|t)?n(?:\\.|[^\"\\\n])*\"", text):
        yield path, "%n", "%s: %%n writes to memory" % at(literal.start())


def objects(build):
    """The archive and the program's own objects: a static program holds the libraries' code beside ours."""
    yield os.path.join(build, "libconfrender.a")
    folder = os.path.join(build, "CMakeFiles", "conf-render.dir", "src", "cli")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".o"):
            yield os.path.join(folder, name)


def look_at_object(path):
    """Asks readelf, not nm: of an object that the optimizer will see again nm may tell another list."""
    wanted = subprocess.run(["readelf", "-sW", path], check=True, capture_output=True, text=True).stdout
    owner = os.path.basename(path)
    for line in wanted.splitlines():
        if line.startswith("File: "):
            owner = line.rsplit("(", 1)[-1].rstrip(")")
        words = line.split()
        if len(words) == 8 and words[6] == "UND":
            known = ALIAS.match(words[7].split("@")[0])
            if known and known.group(1) in WHY:
                name = known.group(1)
                yield os.path.splitext(owner)[0], name, "%s, %s: %s %s" % (path, owner, name, WHY[name])


def read_allowed():
    allowed = {}
    with open(ALLOW, encoding="utf-8") as f:
        for line in f:
            words = line.split("#")[0].split()
            if len(words) == 2:
                allowed[(words[0], words[1])] = False
    return allowed


def main():
    allowed = read_allowed()
    found = []
    for path in sources():
        for owner, name, message in look_at_source(path):
            if (owner, name) in allowed:
                allowed[(owner, name)] = True
            else:
                found.append(message)
    names = {(os.path.basename(path), name) for path, name in allowed}
    for build in sys.argv[1:]:
        for path in objects(build):
            found += [message for owner, name, message in look_at_object(path) if (owner, name) not in names]
    found += ["%s %s: allowed, but used no more" % use for use, used in sorted(allowed.items()) if not used]
    print("\n".join(found) if found else "nothing that is banned")
    return 1 if found else 0


sys.exit(main())
