"""Runs the tests of the copy as they are or with a mutant, and notes which mutants they come by."""

import array
import collections
import hashlib
import os
import re
import resource
import signal
import subprocess
import threading
import time

BUNDLE = ".build/debug/status-streamingPackageTests.xctest"
FAILURE = re.compile(r"^✘ .*(recorded an issue|failed after)")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def limits():
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 28, 1 << 28))
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))


def run(copy, suites, seconds, environment):
    """Runs suites, to the first failure; returns what failed, or None, and the time that it took."""
    pattern = "^(" + "|".join(re.escape(suite) for suite in suites) + ")"
    began = time.monotonic()
    process = subprocess.Popen(
        [f"./{BUNDLE}", "--testing-library", "swift-testing", "--filter", pattern],
        cwd=copy, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        env=os.environ | environment, start_new_session=True, preexec_fn=limits)
    ended = []

    def end(why):
        ended.append(why)
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    timer = threading.Timer(seconds, end, [f"more than {seconds:.0f} s"])
    timer.start()
    last = ""
    for line in process.stdout:
        line = COLOURS.sub("", line.decode(errors="replace")).rstrip()
        last = line or last
        if FAILURE.match(line) and not ended and not environment.get("MUTANTS_REACHED"):
            end(line[2:200])
    code = process.wait()
    timer.cancel()
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    failed = ended[0] if ended else f"exit {code}: {last[:150]}" if code else None
    return failed, time.monotonic() - began


def suites(copy):
    """The suites of all tests, and the single tests that are in none."""
    listed = subprocess.check_output(
        ["swift", "test", "list", "--skip-build"], cwd=copy, text=True)
    names = collections.OrderedDict()
    for test in listed.splitlines():
        names[test.rsplit("/", 1)[0] + "/"] = test.split(".")[0]
    return names


def digest(copy, suite):
    """Of the files that a suite is declared or extended in, or else of all of its target."""
    module, *rest = suite.rstrip("/").split(".", 1)
    name = rest[0].split("/")[0] if rest else ""
    files = sorted((copy / "Tests" / module).rglob("*.swift"))
    texts = [file.read_text() for file in files]
    own = [text for text in texts if re.search(rf"(struct|class|enum|actor|extension) {name}\b", text)]
    return hashlib.sha256("".join(own if name else texts).encode()).hexdigest()


def reach(copy, suite, longest):
    """Runs a suite as it is; returns the mutants that it came by, its time, and whether it can be used."""
    record = copy.parent / f"reached-{threading.get_ident()}"
    record.unlink(missing_ok=True)
    failed, seconds = run(copy, [suite], longest, {"MUTANTS_REACHED": str(record)})
    reached = array.array("i")
    if record.exists():
        reached.frombytes(record.read_bytes())
        record.unlink()
    return {"reached": sorted(set(reached)), "seconds": seconds, "failed": failed}


def batches(suites, coverage, first):
    """Suites in the order in which they are tried: of the module's own tests first, quick ones first."""
    order = sorted(
        suites, key=lambda s: (not s.startswith(first), coverage[s]["seconds"]))
    batch, seconds, limit = [], 0, 4
    for suite in order:
        batch.append(suite)
        seconds += coverage[suite]["seconds"]
        if seconds > limit:
            yield batch, seconds
            batch, seconds, limit = [], 0, limit * 2
    if batch:
        yield batch, seconds


def judge(copy, mutant, coverage, budget):
    """Runs the suites that come by a mutant; returns the verdict, and by what it was killed."""
    number = mutant["number"]
    reaching = [
        s for s, c in coverage.items() if number in c["reached"] and not c["failed"]]
    if not reaching:
        return {"verdict": "unreached"}
    spent = 0.0
    first = f"{mutant['module'].replace('status-stream', 'Command')}Tests."
    for batch, seconds in batches(reaching, coverage, first):
        if spent > budget:
            return {"verdict": "survived", "seconds": spent, "short": True}
        failed, took = run(copy, batch, 20 + 4 * seconds, {"MUTANT": str(number)})
        spent += took
        if failed:
            return {"verdict": "killed", "by": failed, "seconds": spent}
    return {"verdict": "survived", "seconds": spent}
