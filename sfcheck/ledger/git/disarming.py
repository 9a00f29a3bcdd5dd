"""What git runs in: which settings of a clone it may follow, what it is told instead of others.

These came with the folder, whoever sent it: they may say how git works, never what it runs. Git has
no switch for that, so each setting of the clone that is not known to be harmless is overruled, by
the user's own where there is one. Settings that git itself wrote cost one look at a small file.
"""

import os
import subprocess

from sfcheck.ledger.git.program import FIXED, KEPT, Place, find, program

HARMLESS = """
advice.* author.* branch.* color.* column.* commit.* committer.* extensions.* feature.* fetch.* gc.*
http.* i18n.* include.* includeif.* index.* log.* maintenance.* pack.* pull.* push.* receive.*
repack.* status.* tag.* transfer.* url.* user.*
gpg.format gpg.mintrustlevel gpg.ssh.allowedsignersfile init.defaultbranch
lfs.repositoryformatversion submodule.active submodule.recurse
core.abbrev core.attributesfile core.autocrlf core.bare core.bigfilethreshold core.checkstat
core.commentchar core.compression core.deltabasecachelimit core.eol core.excludesfile core.filemode
core.fscache core.fsyncobjectfiles core.hidedotfiles core.ignorecase core.logallrefupdates
core.longpaths core.loosecompression core.multipackindex core.packedgitlimit
core.packedgitwindowsize core.precomposeunicode core.preloadindex core.quotepath
core.repositoryformatversion core.safecrlf core.sharedrepository core.sparsecheckout
core.sparsecheckoutcone core.splitindex core.symlinks core.trustctime core.untrackedcache
core.warnambiguousrefs core.whitespace core.worktree
remote.*.fetch remote.*.mirror remote.*.partialclonefilter remote.*.promisor remote.*.proxy
remote.*.proxyauthmethod remote.*.prune remote.*.prunetags remote.*.push remote.*.pushurl
remote.*.skipdefaultupdate remote.*.skipfetchall remote.*.tagopt remote.*.url
submodule.*.active submodule.*.branch submodule.*.fetchrecursesubmodules submodule.*.ignore
submodule.*.path submodule.*.shallow submodule.*.url
"""
"""Settings that run nothing, but where their last word ends in one of `NAMING`.

What another file includes is listed as the clone's own; inclusion itself cannot be overruled.
"""
_HARMLESS = frozenset(HARMLESS.split())

NAMING = ("cmd", "command", "driver", "helper", "hook", "program", "textconv")
"""How the names of settings end that name a program."""

USUAL = {
    "core.sshcommand": "ssh",
    "gpg.program": "gpg",
    "gpg.openpgp.program": "gpg",
    "gpg.x509.program": "gpgsm",
    "gpg.ssh.program": "ssh-keygen",
    "uploadpack": "git-upload-pack",
    "receivepack": "git-receive-pack",
    "allow": "never",
}
"""A setting, or its last word → what git is told instead; elsewhere it is told nothing (empty)."""

_known: "dict[tuple[Place, bytes, bytes], tuple[tuple[str, str], ...]]" = {}


def environment(folder: str | os.PathLike[str] | None = None) -> dict[str, str]:
    """Return the environment for a git that runs in `folder`, as the whole of what it gets.

    None of the caller's repository, no translation, no program of a folder that is not absolute;
    and nothing is run that the settings of the clone around `folder` name: only those of the user
    and of the system may name programs. Raises `Refused` where git cannot read these settings.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k.startswith(KEPT)}
    path = kept.get("PATH", "").split(os.pathsep)
    kept["PATH"] = os.pathsep.join(filter(os.path.isabs, path))
    # Evidence is what was committed: `git replace` must not show another object in its place.
    kept |= {"LC_ALL": "C", "GIT_NO_REPLACE_OBJECTS": "1"}
    place = folder and find(os.path.realpath(folder))
    if not place:
        return _told(kept, FIXED)
    if place[0] == os.path.realpath(folder or ""):
        kept["GIT_WORK_TREE"] = place[0]  # whatever `core.worktree` says
    return _told(kept, (*disarmed(place, _told(kept, FIXED)), *FIXED))


def disarmed(place: Place, environment: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what git must be told about a repository so that its settings run nothing.

    `environment` is that of the git that is asked for them. Raises `Refused` where it cannot say.
    """
    _top, git_dir, shared = place
    if not git_dir:
        return ()  # git refuses a bare one that it was not pointed to
    key = (place, _read(f"{shared}/config"), _read(f"{git_dir}/config.worktree"))
    if _is_plain(key[1]) and _is_plain(key[2]):
        return ()
    if key not in _known:
        _known[key] = tuple(_overruling(place, environment))
    return _known[key]


def is_harmless(name: str) -> bool:
    """Whether a setting, its section and last word in lower case, runs nothing by itself."""
    section, last = name.partition(".")[0], _last(name)
    if last.endswith(NAMING):
        return False
    if section in ("diff", "merge"):
        return name.count(".") == 1 and last != "external"
    return not _HARMLESS.isdisjoint((name, f"{section}.*", f"{section}.*.{last}"))


def _is_plain(settings: bytes) -> bool:
    """Whether a file of settings holds, in the form git writes them, nothing but harmless ones.

    What could be read in two ways is not plain.
    """
    section = ""
    for line in settings.decode("latin-1").split("\n"):
        if line.startswith("["):
            head, space, named = line[1:-1].partition(" ")
            section = f"{head}.{named[1:-1]}" if space else head
            whole = line.endswith("]") and (not space or (named[:1] == named[-1:] == '"'))
            if not whole or not head.isalnum() or set('\\"]\r') & set(section):
                return False
        elif line.startswith("\t"):
            name, equals, value = line[1:].partition(" = ")
            plain = equals and name.replace("-", "").isalnum() and not set('\\"\r') & set(value)
            if not plain or not is_harmless(f"{section}.{name}".lower()):
                return False
        elif line:
            return False
    return True


def _told(kept: dict[str, str], settings: "tuple[tuple[str, str], ...]") -> dict[str, str]:
    """Return an environment with settings behind those it has already."""
    before = kept.get("GIT_CONFIG_COUNT", "")
    first = int(before) if before.isdecimal() else 0
    told = {**kept, "GIT_CONFIG_COUNT": str(first + len(settings))}
    for n, (name, value) in enumerate(settings, first):
        told[f"GIT_CONFIG_KEY_{n}"], told[f"GIT_CONFIG_VALUE_{n}"] = name, value
    return told


def _overruling(place: Place, environment: dict[str, str]) -> list[tuple[str, str]]:
    """Return settings that overrule those of the clone: the user's own, or none."""
    asked = ("config", "--list", "-z", "--show-scope")
    done = subprocess.run(
        [program(), *asked],
        cwd=place[0],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        from pathlib import Path

        from sfcheck.ledger.git.failing import failure

        raise failure(Path(place[0]), asked, done.returncode, done.stderr)
    words = done.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]
    own: list[tuple[str, str]] = []
    theirs: set[str] = set()
    for scope, said in zip(words[::2], words[1::2], strict=True):
        name, _, value = said.partition("\n")
        if scope not in ("local", "worktree"):
            own.append((name, value))
        elif not is_harmless(name):
            theirs.add(name)
    told = [(name, USUAL.get(name, USUAL.get(_last(name), ""))) for name in sorted(theirs)]
    # One that helps with passwords overrules all of them: the user's own are named again.
    helped = any(map(_helps, theirs))
    return told + [each for each in own if each[0] in theirs or (helped and _helps(each[0]))]


def _helps(name: str) -> bool:
    return name.startswith("credential.") and _last(name) == "helper"


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - before pathlib is imported
            return file.read()
    except OSError:
        return b""
