"""The recording's mails, read with Python's standard library: the same facts as the catalog's, derived independently."""
import email.header
import email.utils
import gzip
import json
import pathlib
import re
import unicodedata
from datetime import datetime, timezone

DATA = pathlib.Path(__file__).resolve().parents[3] / "recorded" / "data"
HAN = "\u4e00-\u9fff"
DIFF_HEADER = re.compile(r"^diff --git a/(\S+) b/(\S+)$")
HUNK = re.compile(r"^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@ ?(.*)$")
INDEX = re.compile(r"^index ([0-9a-f]+)\.\.([0-9a-f]+)")
ATTRIBUTION = re.compile(r"^On .* wrote:$")
TRAILER = re.compile(r"^([A-Z][A-Za-z-]*-by|Cc): *\S.*@")


def recorded(name):
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def words(text):
    """Runs of letters and digits, lower case, without accents; a Han character is a word of its own."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return [word for word in re.findall(f"[{HAN}]|[^\\W_{HAN}]+", plain.lower()) if len(word) <= 64]


def decoded(header):
    """A header without its encoded words (RFC 2047)."""
    return str(email.header.make_header(email.header.decode_header(header)))


def addresses(header):
    """One text for each address of a header."""
    return [f"{decoded(name)} {address}" for name, address in email.utils.getaddresses([header or ""])]


class Mail:
    """A patch, cover letter or comment. Each text is a list of entries; a phrase matches within one entry."""

    def __init__(self, kind, item, parent):
        self.kind, self.id, self.parent = kind, item["id"], parent
        self.project = parent["project"]["link_name"]
        headers = item["headers"]
        self.subject = [decoded(headers["Subject"])]
        self.sender = addresses(headers["From"])
        self.to, self.cc = addresses(headers.get("To")), addresses(headers.get("Cc"))
        self.msgid = item["msgid"].strip("<>")
        self.date = datetime.fromisoformat(item["date"]).replace(tzinfo=timezone.utc)
        self.series = {series["id"] for series in parent["series"]}
        # The state is that of the patch, for comments on it too; covers have none.
        self.patch = parent if "state" in parent else None
        content = item["content"] or ""
        self.pull = bool(item.get("pull_url")) or "are available in the Git repository at:" in content and "The following changes since commit" in content
        self.read_text(content)
        self.read_diff(item.get("diff") or "")

    def read_text(self, content):
        own, quoted = [], []
        self.trailers = set()
        ended = False
        for line in content.split("\n"):
            is_quoted = line.lstrip(" ").startswith(">") or bool(ATTRIBUTION.match(line))
            (quoted if is_quoted else own).append(line)
            ended |= line == "---" and self.kind != "comment"
            if not ended and not is_quoted and TRAILER.match(line):
                self.trailers.add(line.split(":")[0].lower())
        self.own, self.quoted = ["\n".join(own)], ["\n".join(quoted)]

    def read_diff(self, diff):
        self.files, self.hunks, self.before, self.after = [], [], [], []
        lines = {" ": [], "+": [], "-": []}
        old = new = 0
        for line in diff.split("\n"):
            if old > 0 or new > 0:
                mark = line[:1] or " "
                if mark == "\\":
                    continue
                lines[mark].append(line[1:])
                old -= mark in " -"
                new -= mark in " +"
            elif match := DIFF_HEADER.match(line):
                self.files += match.groups()
            elif match := INDEX.match(line):
                self.before.append(match[1])
                self.after.append(match[2])
            elif match := HUNK.match(line):
                old, new = int(match[1] or 1), int(match[2] or 1)
                self.hunks.append(match[3])
        self.context, self.added, self.removed = (["\n".join(lines[mark])] for mark in " +-")

    # The conditions of queries.

    @property
    def diff(self):
        return self.files + self.added + self.removed + self.context + self.hunks

    @property
    def body(self):
        return self.own + self.quoted + self.diff

    @property
    def everything(self):
        # As on lore, not To and Cc.
        return self.subject + self.sender + self.body + [self.msgid]

    @property
    def delegate(self):
        return self.patch and self.patch["delegate"]

    def state(self, name):
        return self.patch is not None and self.patch["state"] == name


def has(entries, phrase):
    """Whether the words are adjacent in one of the entries. A star at the end matches the last word as a prefix."""
    wanted = " ".join(words(phrase))
    end = "" if phrase.endswith("*") else " "
    return any(f" {wanted}{end}" in f" {' '.join(words(entry))} " for entry in entries)


def mails():
    covers = {cover["id"]: cover for cover in recorded("covers")}
    patches = {patch["id"]: patch for patch in recorded("patches")}
    found = [Mail("patch", patch, patch) for patch in patches.values()] + [Mail("cover", cover, cover) for cover in covers.values()]
    for name, parents in (("patch", patches), ("cover", covers)):
        for item in recorded(f"{name}-comments"):
            found += [Mail("comment", comment, parents[item[name]]) for comment in item["comments"]]
    return found
