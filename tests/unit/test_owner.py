"""Who owns a data folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import Busy
from assistant.jobs.owner import CARD, Owner, find_owner

HOLD = """
import sys
from pathlib import Path
from assistant.jobs.owner import Owner
owner = Owner.acquire(Path(sys.argv[1]))
owner.announce("http://localhost:1", "secret")
print("owned", flush=True)
sys.stdin.read()
"""


def test_a_folder_has_one_owner_at_a_time(tmp_path: Path) -> None:
    with Owner.acquire(tmp_path), pytest.raises(Busy) as refused:
        Owner.acquire(tmp_path)
    assert str(tmp_path) in refused.value.say("ja")
    Owner.acquire(tmp_path).release()


def test_others_find_the_address_and_token_of_the_owner(tmp_path: Path) -> None:
    with Owner.acquire(tmp_path) as owner:
        assert (found := find_owner(tmp_path)) is not None
        assert found.address == ""
        owner.announce("http://localhost:7860", "secret")
        assert (found := find_owner(tmp_path)) is not None
        assert (found.address, found.token) == ("http://localhost:7860", "secret")
    assert find_owner(tmp_path) is None


def test_only_the_user_can_read_the_token(tmp_path: Path) -> None:
    with Owner.acquire(tmp_path) as owner:
        owner.announce("http://localhost:7860", "secret")
        assert (tmp_path / CARD).stat().st_mode & 0o077 == 0


def test_a_folder_nobody_has_used_has_no_owner(tmp_path: Path) -> None:
    assert find_owner(tmp_path / "not yet") is None


def test_what_a_killed_owner_left_behind_is_cleared_away(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"owned\n"
    assert (found := find_owner(tmp_path)) is not None
    assert (found.pid, found.address) == (child.pid, "http://localhost:1")
    child.kill()
    child.communicate()
    assert find_owner(tmp_path) is None
    assert not (tmp_path / CARD).exists()
    Owner.acquire(tmp_path).release()


def test_an_owner_that_is_half_written_is_no_owner_yet(tmp_path: Path) -> None:
    with Owner.acquire(tmp_path):
        (tmp_path / CARD).write_text("{", "utf-8")
        assert find_owner(tmp_path) is None
