#!/usr/bin/env python3
"""Types command lines in a shell on a terminal, with the key that completes, and looks at what the shell then runs.

    completion_terminal.py PROGRAM bash|zsh

Status 77 where there is no such shell, or no terminal to be had.
"""
import os
import pty
import re
import select
import shutil
import sys
import tempfile
import time

SHELLS = {
    "bash": (
        ["bash", "--norc", "--noprofile", "-i"],
        "bind 'set enable-bracketed-paste off'; source <(conf-render completion bash)",
    ),
    "zsh": (
        ["zsh", "-f", "-i"],
        "bindkey -e; autoload -Uz compinit; compinit -u -D; source <(conf-render completion zsh)",
    ),
}
# What is typed before the key, and the words of the command line behind it.
LINES = [
    ("conf-render bui", "<build>"),
    ("conf-render build --format=j", "<build><--format=json>"),
    ("conf-render build --format j", "<build><--format><json>"),
    ("conf-render build --warn=deprecated-field=w", "<build><--warn=deprecated-field=warn>"),
    ("conf-render check --disable missing-configmap,missing-sec", "<check><--disable><missing-configmap,missing-secret>"),
    ("conf-render build over", "<build><overlays/>"),
    ("conf-render build --root=over", "<build><--root=overlays/>"),
    ("conf-render build overlays/a", "<build><overlays/a b/>"),
    ("conf-render build --all overlays/a", "<build><--all><overlays/a b/>"),
    ("conf-render build -o overlays/f", "<build><-o><overlays/file.yaml>"),
    ("conf-render nosuch over", "<nosuch><over>"),
    ("conf-render build overlays/f", "<build><overlays/f>"),
    ("conf-render edit set label app.kub", "<edit><set><label><app.kubernetes.io/name:>"),
    ("conf-render edit remove resource ba", "<edit><remove><resource><base.yaml>"),
]
PATIENCE = 20


class Terminal:
    def __init__(self, argv):
        self.text = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvp(argv[0], argv)

    def wait(self, pattern):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = re.search(pattern, self.text)
            if found:
                self.text = self.text[found.end() :]
                return found.group(1).decode()
            if select.select([self.fd], [], [], 0.5)[0]:
                try:
                    self.text += os.read(self.fd, 65536)
                except OSError:
                    break
        sys.exit("nothing more came: %r" % self.text[-500:])

    def type(self, text):
        os.write(self.fd, text.encode())


def has_terminals():
    try:
        for end in pty.openpty():
            os.close(end)
        return True
    except OSError:
        return False


def main():
    program, shell = os.path.abspath(sys.argv[1]), sys.argv[2]
    argv, setup = SHELLS[shell]
    failed = 0
    if shutil.which(shell) is None or not has_terminals():
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.makedirs("overlays/a b")
        os.mkdir("bin")
        os.symlink(program, "bin/conf-render")
        os.environ["PATH"] = folder + "/bin:" + os.environ["PATH"]
        open("overlays/file.yaml", "w").close()
        with open("kustomization.yaml", "w") as f:
            f.write("resources: [base.yaml, '$(touch broken).yaml']\ncommonLabels: {app.kubernetes.io/name: x}\n")
        os.environ.update({"HOME": folder, "TERM": "dumb", "PS1": "", "HISTFILE": "/dev/null"})
        terminal = Terminal(argv)
        terminal.type(setup + "; echo re'ady'\r")
        terminal.wait(rb"(ready\r\n)")
        for line, want in LINES:
            # From the begin of the line: what is there now is printed instead of run.
            terminal.type(line + "\t\x01printf '<%s>' \x05; echo '<''end>'\r")
            got = terminal.wait(rb"(<conf-render>[^\r\n]*<end>)")[len("<conf-render>") : -len("<end>")]
            # zsh takes the slash that it put there away again.
            if got.replace("/>", ">") != want.replace("/>", ">"):
                failed += 1
                print("%s, %s: wanted %s, got %s" % (shell, line, want, got))
        terminal.type("\x15exit\r")
        os.close(terminal.fd)
        if os.path.exists("broken"):
            failed += 1
            print("%s: a name was run" % shell)
        os.chdir("/")
    sys.exit(1 if failed else 0)


main()
