"""Draws mutants by a seed, and writes them into their files."""

import collections
import hashlib
import json
import subprocess

WEIGHTS = {
    "drop": 4, "bound": 4, "comparison": 3, "branch": 2, "condition": 2, "early": 2, "wake": 3,
    "cancel": 2, "defer": 1, "connective": 2, "swap": 1, "verdict": 1, "end": 1, "fallback": 1,
}


def sites(program, root, files):
    """All mutants of the files, each with a key that stays as long as its line does."""
    lines = subprocess.check_output([program, *files], cwd=root, text=True).splitlines()
    seen = collections.Counter()
    found = []
    for line in lines:
        site = json.loads(line)
        site["module"] = site["file"].split("/")[1]
        source = (root / site["file"]).read_text()
        # A number that is another would be that of somebody else's process, or of all.
        if "pid_t" in source and site["kind"] in ("bound", "fallback", "early"):
            continue
        text = source.splitlines()[site["line"] - 1].strip()
        base = "|".join([site["module"], site["kind"], text, site["note"]])
        seen[base] += 1
        site["key"] = hashlib.sha256(f"{base}|{seen[base]}".encode()).hexdigest()[:12]
        found.append(site)
    return found


def crosses(a, b):
    """Whether two texts overlap without one being inside of the other."""
    if a["start"] > b["start"]:
        a, b = b, a
    return a["start"] < b["start"] < a["end"] < b["end"]


def shares(found, count):
    """How many mutants of each module: the root of what it has, so that small ones are tried as well."""
    sizes = collections.Counter(site["module"] for site in found)
    whole = sum(size ** 0.5 for size in sizes.values())
    return {module: round(count * size ** 0.5 / whole) for module, size in sizes.items()}


def draw(found, count, seed, dropped):
    """Draws mutants, of each module a share, of each kind by its weight, of each line one at most.

    The order follows from the seed and the keys, so what moves to another file is drawn again.
    """
    def rank(text):
        return hashlib.sha256(f"{seed}|{text}".encode()).hexdigest()

    chosen = []
    for module, share in sorted(shares(found, count).items()):
        queues = collections.defaultdict(list)
        for site in sorted((s for s in found if s["module"] == module), key=lambda s: rank(s["key"])):
            queues[site["kind"]].append(site)
        taken = collections.defaultdict(list)
        drawn = 0
        places = [(k, n) for k in WEIGHTS for n in range(WEIGHTS[k])]
        turns = sorted(places, key=lambda place: rank(f"{module}|{place}"))
        while drawn < share and any(queues.values()):
            for kind, _ in turns:
                while queues[kind] and drawn < share:
                    site = queues[kind].pop(0)
                    others = taken[site["file"]]
                    if any(
                            o["line"] == site["line"] or crosses(o, site) for o in others):
                        continue
                    others.append(site)
                    chosen.append(site)
                    drawn += 1
                    break
    # The others keep their numbers when one turns out not to compile, so that little is built again.
    for number, site in enumerate(chosen, 1):
        site["number"] = number
    return [site for site in chosen if site["key"] not in dropped]


def render(source, mutants):
    """The bytes of a file with its mutants in it, and on which lines each of them ends up."""
    out = bytearray(b"import MutantSwitch\n")
    places = []
    pending = sorted(mutants, key=lambda m: (m["start"], -m["end"], m["number"]))

    def emit(start, end):
        position = start
        while pending and pending[0]["start"] < end:
            mutant = pending.pop(0)
            number = str(mutant["number"])
            out.extend(source[position:mutant["start"]])
            first = out.count(b"\n") + 1
            out.extend(mutant["prefix"].replace("isMutant(#)", f"isMutant({number})").encode())
            emit(mutant["start"], mutant["end"])
            out.extend(mutant["suffix"].encode())
            places.append((first, out.count(b"\n") + 1, mutant))
            position = mutant["end"]
        out.extend(source[position:end])

    emit(0, len(source))
    return bytes(out), places


def faulty(places, lines):
    """The mutants that errors on some lines are charged to: the closest around, or else before."""
    charged = []
    for line in lines:
        around = [p for p in places if p[0] <= line <= p[1]]
        near = around or places
        if near:
            charged.append(min(near, key=lambda p: (abs(p[0] - line), p[1] - p[0]))[2])
    return charged
