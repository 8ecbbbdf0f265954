"""Makes a tree smaller while something stays true of it: without files, blocks of lines, lines, and with shorter values."""
import posixpath
import re


def indent_of(line):
    return len(line) - len(line.lstrip(" "))


def blocks(lines):
    """Spans of lines that belong together by their indentation, the large ones first."""
    spans = []
    for start, line in enumerate(lines):
        base = indent_of(line)
        end = start + 1
        while end < len(lines) and lines[end].strip() and (
                indent_of(lines[end]) > base or (indent_of(lines[end]) == base and lines[end].lstrip().startswith("- ") and
                                                 not line.lstrip().startswith("- "))):
            end += 1
        spans.append((start, end))
        if end > start + 1:
            spans.append((start, start + 1))
    return sorted(spans, key=lambda span: (span[0] - span[1], span[0]))


def shorter(line):
    """Simpler forms of a line."""
    match = re.fullmatch(r"(\s*(?:- )?[^\s:]+: )(.{2,})", line)
    if match:
        yield match.group(1) + "x"
        yield match.group(1) + match.group(2).split(" #")[0].strip("\"'")
    match = re.fullmatch(r"(\s*)- (.*: .*|.*:)", line)
    if match and match.group(1):
        yield match.group(1)[2:] + line.lstrip()
    for part in re.findall(r"(?:^|, |\{|\[)(\"?[\w./$-]+\"?: (?:\"[^\"]*\"|[\w.+-]+|\{[^{}]*\}|\[[^\[\]]*\]))", line):
        for form in (", " + part, part + ", ", part):
            if form in line:
                yield line.replace(form, "", 1)


class Shrinker:
    """`holds(files, top)` is asked again and again; `budget` bounds how often."""

    def __init__(self, files, top, holds, budget=6000):
        self.files = dict(files)
        self.top = top
        self.holds = holds
        self.budget = budget

    def accept(self, files, top=None):
        if self.budget <= 0:
            return False
        self.budget -= 1
        if not self.holds(files, top or self.top):
            return False
        self.files = files
        self.top = top or self.top
        return True

    def without_files(self):
        changed = False
        for path in sorted(self.files):
            changed |= self.accept({name: text for name, text in self.files.items() if name != path})
        for directory in sorted({posixpath.dirname(path) or "." for path in self.files}):
            if directory != self.top and self.accept(self.files, directory):
                changed = True
        return changed

    def replace(self, path, lines):
        return self.accept({**self.files, path: "\n".join(lines).encode("utf-8", "surrogateescape")})

    def without_lines(self, path):
        changed = False
        lines = self.files[path].decode("utf-8", "surrogateescape").split("\n")
        again = True
        while again and self.budget > 0:
            again = False
            for start, end in blocks(lines):
                if self.replace(path, lines[:start] + lines[end:]):
                    lines = lines[:start] + lines[end:]
                    again = changed = True
                    break
        return changed

    def simpler_lines(self, path):
        changed = False
        lines = self.files[path].decode("utf-8", "surrogateescape").split("\n")
        for number, line in enumerate(lines):
            for form in shorter(line):
                if form != line and len(form) <= len(line) and self.replace(path, lines[:number] + [form] + lines[number + 1:]):
                    lines[number] = form
                    changed = True
                    break
        return changed

    def run(self):
        changed = True
        while changed and self.budget > 0:
            changed = self.without_files()
            for path in sorted(self.files):
                changed |= self.without_lines(path)
            for path in sorted(self.files):
                changed |= self.simpler_lines(path)
        return self.files, self.top
