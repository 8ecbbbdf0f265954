#!/usr/bin/env python3
"""What of the conformance suite is neither right nor refused: conformance.py FILE, the output of run_cases.py --list-fail --show.

A case that fails must be an error, and each of its errors must say that something is not supported yet, or not enabled.
"""
import sys

REFUSALS = ("is not supported yet", "is not enabled")


def failures(lines):
    """(heading, lines of the program's message) of each case that fails."""
    found = []
    for line in lines:
        if line.startswith("    "):
            if found:
                found[-1][1].append(line)
        elif "\t" in line:
            found.append((line.rstrip("\n"), []))
    return found


def refused(heading, message):
    errors = [line for line in message if ": error: " in line]
    return heading.startswith("FAIL: error\t") and errors and all(any(words in line for words in REFUSALS) for line in errors)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        listed = failures(file)
    failed = [(heading, message) for heading, message in listed if not heading.startswith("not run\t")]
    wrong = [(heading, message) for heading, message in failed if not refused(heading, message)]
    for heading, message in wrong:
        print("neither right nor refused:", heading, *(line.rstrip("\n") for line in message), sep="\n")
    print(f"{len(failed) - len(wrong)} refused, {len(wrong)} neither right nor refused")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
