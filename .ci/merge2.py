#!/usr/bin/env python3
"""Runs the raw merge2 cases of the conformance suite on a program that merges one document into another.

merge2.py SHARED DRIVER. Key order and style do not count there; what is equal is for the suite's own run_cases.py to say.
"""
import json
import subprocess
import sys
import textwrap
from pathlib import Path


def restored(text):
    """Three expected texts have lost the indentation of their first line, and are no YAML without it."""
    first, _, rest = text.partition("\n")
    margins = [len(line) - len(line.lstrip()) for line in rest.splitlines() if line.strip()]
    return textwrap.dedent(" " * min(margins) + text) if margins and not first.startswith(" ") and min(margins) else text


def run(folder, case, driver):
    """What is wrong with the case, or None."""
    command = [driver, folder / "in/source.yaml", folder / "in/dest.yaml", case["list_increase"]]
    done = subprocess.run(command + ["infer"] * case["infer"], capture_output=True, timeout=10, check=False)
    if done.returncode:
        return f"exit {done.returncode}: {done.stderr.decode(errors='replace').strip()}"
    got = done.stdout.decode(errors="replace")
    verdict = run_cases.compare_data((folder / "expected.yaml").read_text(), got)
    if verdict not in run_cases.GOOD:
        verdict = run_cases.compare_data(restored((folder / "expected.yaml").read_text()), got)
    return None if verdict in run_cases.GOOD else f"{verdict}\n{got}"


def main():
    passed = failed = 0
    for path in sorted(SHARED.glob("conformance/cases/*/*/case.json")):
        case = json.loads(path.read_text())
        if case["kind"] == "merge2":
            wrong = run(path.parent, case, sys.argv[2])
            passed, failed = passed + (wrong is None), failed + (wrong is not None)
            if wrong:
                print(f"{path.parent.name} ({case['subtest']}): {wrong}")
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    SHARED = Path(sys.argv[1])
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(SHARED / "conformance"))
    import run_cases
    sys.exit(main())
