"""What the checks have seen, a line for each."""
import sys

seen = {"ok": 0, "FAILED": 0, "skipped": 0}


def tell(verdict, name, what):
    seen[verdict] += 1
    print(f"{verdict} {name}: {what}", flush=True)


def check(name, is_so, what):
    tell("ok" if is_so else "FAILED", name, what)


def summary():
    """Prints the counts in a line; the status to exit with."""
    line = f"{seen['ok']} passed, {seen['FAILED']} failed"
    if seen["skipped"]:
        line += f", {seen['skipped']} skipped"
    print(line, flush=True)
    return 1 if seen["FAILED"] or not seen["ok"] else 0


def note(text):
    print(text, file=sys.stderr, flush=True)
