"""Refusals of git and of the work tree, and notices of what is left to finish."""

from sfcheck.errors.refusal import GIT, UNREADABLE, USAGE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    # Git and the work tree.
    "git-missing": Refusal(
        GIT,
        N_("The program git was not found."),
        N_("Install it from https://git-scm.com and open a new terminal."),
    ),
    "git-failed": Refusal(
        GIT,
        N_("`git {command}` failed: {said}"),
        N_("See what git says above; `git status` and `git fsck` look further."),
    ),
    "not-a-repository": Refusal(
        GIT,
        N_("{path} is in no git repository."),
        N_(
            "A ledger that was copied without its repository can only be read: work in a clone. "
            "`sfcheck init DIR` makes a new ledger."
        ),
    ),
    "bare-repository": Refusal(
        GIT,
        N_("{path} is a repository without files (bare)."),
        N_("Clone it and work in the clone."),
    ),
    "not-trusted": Refusal(
        GIT,
        N_("The repository {path} belongs to another user, and git does not trust it."),
        N_("If you trust it: `git config --global --add safe.directory '{path}'`."),
    ),
    "no-identity": Refusal(
        GIT,
        N_("Git does not know who you are, and every commit says who made it."),
        N_("`git config --global user.name NAME` and `git config --global user.email ADDRESS`."),
    ),
    "cannot-sign": Refusal(
        GIT,
        N_("The commit could not be signed: {said}"),
        N_("See `git config user.signingkey` and `git config gpg.format`; nothing was changed."),
    ),
    "disk-full": Refusal(
        GIT,
        N_("The disk is full: {said}"),
        N_("Make room and repeat the step; nothing was changed."),
    ),
    "cannot-write": Refusal(
        GIT,
        N_("The ledger cannot be written here: {said}"),
        N_("See who may write in the folder, then repeat the step; nothing was changed."),
    ),
    "missing-object": Refusal(
        GIT,
        N_("Git lacks the object {id} of {path}."),
        N_("`git fsck` tells more; a fresh clone has all objects."),
    ),
    "busy": Refusal(
        GIT,
        N_("Another sfcheck has been writing in this clone for two minutes."),
        N_("Let it end or end it, then repeat the step. Its lock is {path}; it may stay there."),
    ),
    "ref-moved": Refusal(
        GIT,
        N_("Another program keeps making commits on this branch."),
        N_("Wait until it is done, then repeat the step."),
    ),
    "ref-locked": Refusal(
        GIT,
        N_("Another git program holds the branch: {said}"),
        N_("Wait until it is done; if none is running, remove the .lock file named above."),
    ),
    "index-locked": Refusal(
        GIT,
        N_("Another git program holds the index: {said}"),
        N_("Wait until it is done; if none is running, remove the .lock file named above."),
    ),
    "objects-lost": Refusal(
        GIT,
        N_("Git threw away what had just been stored: {said}"),
        N_("Wait until no `git gc --prune=now` runs here, then repeat the step."),
    ),
    "detached-head": Refusal(
        GIT,
        N_("No branch is checked out (detached HEAD); a commit here would be lost."),
        N_("`git switch BRANCH` goes back to a branch."),
    ),
    "merge-in-progress": Refusal(
        GIT,
        N_("A merge is in progress."),
        N_(
            "`git merge --abort` gives it up; "
            "`git commit` ends it, where `sfcheck validate` is clean."
        ),
    ),
    "rebase-in-progress": Refusal(
        GIT,
        N_("A rebase is in progress."),
        N_("`git rebase --abort` gives it up; a ledger is never rebased."),
    ),
    "cherry-pick-in-progress": Refusal(
        GIT,
        N_("A cherry-pick is in progress."),
        N_("`git cherry-pick --continue` finishes it, `git cherry-pick --abort` gives it up."),
    ),
    "revert-in-progress": Refusal(
        GIT,
        N_("A revert is in progress."),
        N_("`git revert --abort` gives it up; a step is undone by another step."),
    ),
    "bisect-in-progress": Refusal(
        GIT,
        N_("A bisection is in progress."),
        N_("`git bisect reset` ends it."),
    ),
    "path-outside": Refusal(
        UNREADABLE,
        N_("{path} cannot be a file of a ledger: it leads out of it, or not every system has it."),
        N_("Use plain names below the ledger's folder."),
    ),
    "changed-underneath": Refusal(
        GIT,
        N_("{path} has changed since it was read; nothing was changed."),
        N_("Repeat the step: it will read the file again."),
    ),
    "file-in-the-way": Refusal(
        GIT,
        N_("{path} is to be made, and there is a file already."),
        N_("Look at it and move it away, then repeat the step."),
    ),
    "uncommitted-change": Refusal(
        GIT,
        N_("{path} differs from the last commit; nothing was changed."),
        N_('Undo it: `git restore ":/{path}"`; or commit it, where it was edited on purpose.'),
    ),
    "nothing-changed": Refusal(
        USAGE,
        N_("There is nothing to record: everything already reads so."),
        N_("Nothing needs to be done."),
    ),
    # What a finished commit left to do, or a killed one; told as notices, the ledger is whole.
    "refresh-waits": Refusal(
        GIT,
        N_("The step is committed, but not all files here show it yet: {problem}"),
        N_("The next command that writes finishes this; nothing is lost."),
    ),
    "refresh-finished": Refusal(
        GIT,
        N_("An interrupted command had been committed; {count} file(s) were brought up to date."),
        N_("Nothing needs to be done."),
    ),
    "refresh-left": Refusal(
        GIT,
        N_("{path} was edited while a command was at work, and is left as it is."),
        N_('Compare: `git diff ":/{path}"`; `git restore ":/{path}"` takes the committed one.'),
    ),
    "broken-journal": Refusal(
        GIT,
        N_("The note of an interrupted command could not be read and was removed: {path}."),
        N_("See `git status`; `git restore FILE` brings a file to the last commit."),
    ),
}
