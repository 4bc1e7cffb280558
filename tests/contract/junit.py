"""junit.xml: pytest writes the tests, and this adds one case for each promise."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from .exchange import redact
from .results import Results

INVALID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 §2.2


def complete(path: Path, results: Results) -> None:
    """Add the verdicts on the promises to pytest's file, and remove the secrets from it."""
    if not path.exists():
        return
    tree = ET.parse(path)  # noqa: S314 - pytest has just written it
    broken = results.broken()
    suite = tree.getroot()[0]
    for promise, verdict in results.verdicts().items():
        case = ET.SubElement(suite, "testcase", classname="promises", name=promise, time="0")
        if verdict == "failed":
            message, example = broken[promise].message, broken[promise].example
            failure = ET.SubElement(case, "failure", message=INVALID.sub("?", message))
            failure.text = INVALID.sub("?", example)
        elif verdict != "proven":
            blocker = results.blocker(promise)
            message = f"blocked by {blocker}" if verdict == "blocked" else verdict
            ET.SubElement(case, "skipped", message=message)
    for name, verdicts in {"tests": None, "failures": "failed"}.items():
        more = [each for each in results.verdicts().values() if verdicts in {None, each}]
        suite.set(name, str(int(suite.get(name, "0")) + len(more)))
    path.write_text(redact(ET.tostring(tree.getroot(), encoding="unicode")), encoding="utf-8")
