"""Run the commands of docs/tutorial.md, docs/review.md and README.md and put in what they print: they show what really happens.

    python scripts/make_tutorial.py            run every command, write the pages
    python scripts/make_tutorial.py --check    run every command, write nothing; exit code 1 where one fails

In a block ```console each line `$ relazione ...` is run, in a folder that holds examples/, in a terminal of 80 columns. Comments
before a block steer it: `<!-- lines: 12 -->` keeps the first lines, `<!-- fact: PATTERN -->` puts the id of the first fact whose
line in `relazione facts` matches into `relazione fact`, `<!-- keys: a; q -->` is what is typed, a line each.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "docs" / "tutorial.md", ROOT / "docs" / "review.md", ROOT / "README.md")
COLUMNS = 80
_BLOCK = re.compile(r"(?P<steer>(?:<!-- [a-z]+: [^\n]*? -->\n)*)```console\n(?P<body>.*?)```", re.DOTALL)
_STEER = re.compile(r"<!-- ([a-z]+): (.*?) -->")


def run(command: str, folder: Path, typed: str = "") -> tuple[int, str]:
    """Exit code and output (what is said first, then the data) of one command, as in a terminal without colour; `typed` is its stdin."""
    above, below = pty.openpty()
    fcntl.ioctl(below, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1"}
    environment.pop("RELAZIONE_DB", None)
    environment.pop("COLUMNS", None)
    words = [sys.executable, "-m", *shlex.split(command)]
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as keys:
        keys.write(typed.encode())
        keys.seek(0)
        process = subprocess.Popen(words, cwd=folder, env=environment, stdin=keys, stdout=below, stderr=said)
        os.close(below)
        data = b""
        while True:
            try:
                piece = os.read(above, 65536)
            except OSError:  # Linux: the other side has been closed
                break
            if not piece:
                break
            data += piece
        os.close(above)
        code = process.wait()
        said.seek(0)
        return code, said.read().decode() + data.decode().replace("\r\n", "\n")


def fact_id(pattern: str, folder: Path) -> str:
    """The id of the first fact whose line matches. Raises LookupError where there is none."""
    words = [sys.executable, "-m", "relazione", "facts"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    environment.pop("RELAZIONE_DB", None)
    listed = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout
    found = next((line for line in listed.splitlines() if re.search(pattern, line)), None)
    if found is None:
        raise LookupError(f"no fact matches {pattern!r}")
    return found.split()[0]


def renewed(text: str, folder: Path) -> tuple[str, list[str]]:
    """A page with fresh output, and what failed."""
    failed: list[str] = []

    def block(match: re.Match[str]) -> str:
        steer = dict(_STEER.findall(match["steer"]))
        lines: list[str] = []
        for command in re.findall(r"^\$ (.*)$", match["body"], re.MULTILINE):
            if "fact" in steer:
                try:
                    command = re.sub(r"(relazione fact) \S+", rf"\1 {fact_id(steer['fact'], folder)}", command)
                except LookupError as error:
                    failed.append(f"{command}: {error}")
                    return match[0]
            typed = "".join(f"{key.strip()}\n" for key in steer.get("keys", "").split(";") if key.strip())
            code, output = run(command, folder, typed)
            if code:
                failed.append(f"{command}: exit code {code}: {output.strip()}")
            shown = output.rstrip("\n").split("\n") if output.strip() else []
            keep = int(steer.get("lines", 1000))
            lines += [f"$ {command}", *(line.rstrip() for line in shown[:keep]), *(["..."] if len(shown) > keep else [])]
        return f"{match['steer']}```console\n" + "\n".join(lines) + "\n```"

    return _BLOCK.sub(block, text), failed


def main(arguments: list[str]) -> int:
    """Run the pages, each in a folder of its own."""
    failed: list[str] = []
    for page in PAGES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            shutil.copytree(ROOT / "examples", folder / "examples")
            text, wrong = renewed(page.read_text(encoding="utf-8"), folder)
        failed += [f"{page.name}: {line}" for line in wrong]
        if "--check" not in arguments and not wrong:
            page.write_text(text, encoding="utf-8")
    for line in failed:
        print(line, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
