"""The copy of the package in which the mutants are compiled."""

import json
import os
import pathlib
import re
import subprocess

NAME = "MutantSwitch"
# Tests of the text, the examples and the benchmarks find no slip that others don't, and take long to build.
UNUSED = [
    "StyleTests", "StatusBenchTests", "status-bench", "ExampleTests", "ExampleExtraction",
    "example-extractor", "DocumentedExamples", "ThirdPartySink", "ThirdPartyDecoder",
]
LIBRARIES = ["SwiftParser", "SwiftSyntax", "SwiftOperators"]


def compile_sites(folder, program):
    """Builds what finds the sites, of the parser that every toolchain has for its macros."""
    sources = sorted(folder.glob("*.swift"))
    if program.exists() and all(program.stat().st_mtime > s.stat().st_mtime for s in sources):
        return
    info = json.loads(subprocess.check_output(["swiftc", "-print-target-info"]))
    host = os.path.join(os.path.dirname(info["paths"]["runtimeResourcePath"]), "swift", "host")
    flags = ["-I", host, "-L", host, "-Xlinker", "-rpath", "-Xlinker", host]
    program.parent.mkdir(parents=True, exist_ok=True)
    subprocess.check_call(
        ["swiftc", "-o", program, *flags, *("-l" + name for name in LIBRARIES), *sources])


class Tree:
    def __init__(self, root, copy, folder):
        self.root, self.copy, self.folder = root, copy, folder
        self.stamps = {}

    def write(self, mutated):
        """Makes the copy that of today, but for the files that are mutated; keeps what is the same."""
        listed = subprocess.check_output(
            ["git", "ls-files", "-co", "--exclude-standard"], cwd=self.root, text=True)
        wanted = {}
        for name in listed.splitlines():
            if name.startswith("."):
                continue
            if (self.root / name).is_symlink():
                link = self.copy / name
                link.parent.mkdir(parents=True, exist_ok=True)
                if not link.is_symlink():
                    link.unlink(missing_ok=True)
                    link.symlink_to(os.readlink(self.root / name))
                continue
            if not (self.root / name).is_file():
                continue
            wanted[name] = mutated.get(name) or (self.root / name).read_bytes()
        wanted["Package.swift"] = self.manifest({name.split("/")[1] for name in mutated})
        for name, place in ((f"{NAME}.c", ""), (f"{NAME}.h", "include/")):
            wanted[f"Sources/{NAME}/{place}{name}"] = (self.folder / name).read_bytes()
        self.wanted = wanted
        self.restore(everything=True)

    def manifest(self, targets):
        text = (self.root / "Package.swift").read_text()
        # A mutant may leave a variable unused or a line that can't be reached.
        text = text.replace(".treatAllWarnings(as: .error)", '.define("MUTATED")')
        names = ", ".join(json.dumps(name) for name in sorted(targets))
        text += f'''
let unusedTargets: Set = {json.dumps(UNUSED)}
package.targets.removeAll {{ unusedTargets.contains($0.name) }}
package.targets.append(.target(name: "{NAME}"))
let mutatedTargets: Set<String> = [{names}]
for target in package.targets where mutatedTargets.contains(target.name) {{
  target.dependencies.append("{NAME}")
}}
'''
        return text.encode()

    def restore(self, everything=False):
        """Undoes what a mutant's run has written into the copy."""
        seen = set()
        for folder, folders, files in os.walk(self.copy):
            folders[:] = [f for f in folders if not f.startswith(".")]
            for name in files:
                path = os.path.join(folder, name)
                short = os.path.relpath(path, self.copy)
                if short not in self.wanted:
                    if not os.path.islink(path) and not name.startswith("."):
                        os.remove(path)
                    continue
                status = os.stat(path)
                stamp = (status.st_mtime_ns, status.st_size)
                if everything or self.stamps.get(short) != stamp:
                    self.put(short)
                seen.add(short)
        for short in self.wanted.keys() - seen:
            self.put(short)

    def put(self, short):
        path = pathlib.Path(self.copy, short)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != self.wanted[short]:
            path.write_bytes(self.wanted[short])
        status = path.stat()
        self.stamps[short] = (status.st_mtime_ns, status.st_size)

    def build(self):
        """Returns the lines with errors, by file, empty if all is built; and what the compiler said."""
        done = subprocess.run(
            ["swift", "build", "--build-tests"], cwd=self.copy, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace")
        log = self.copy.parent / "build.log"
        log.write_text(done.stdout)
        errors = {}
        prefix = re.escape(str(self.copy) + "/")
        for file, line in re.findall(rf"(?m)^{prefix}(.+?):(\d+):\d+: error:", done.stdout):
            errors.setdefault(file, set()).add(int(line))
        if done.returncode and not errors:
            raise SystemExit(f"the copy does not build, see {log}:\n" + done.stdout[-2000:])
        return errors if done.returncode else {}
