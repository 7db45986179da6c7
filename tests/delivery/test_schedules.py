"""The examples for schedulers say the same, in a form that each can read."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schedules"
COMMAND = ".venv/bin/motif weekly inbox --workspace workspace"


def unit(name):
    parser = configparser.ConfigParser(strict=False)
    parser.optionxform = str
    parser.read(FOLDER / name)
    return parser


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*")), ids=lambda path: path.name)
def test_no_example_holds_a_secret(path):
    for line in path.read_text().splitlines():
        for value in re.findall(r"MOTIF_\w+\s*[:=]\s*(\S+)", line):
            assert value.startswith("${{"), line


def test_all_call_the_same_command():
    actions = yaml.safe_load((FOLDER / "github-actions.yml").read_text())
    gitlab = yaml.safe_load((FOLDER / "gitlab-ci.yml").read_text())
    assert actions["jobs"]["weekly"]["steps"][0]["run"] == COMMAND
    assert gitlab["motif-weekly"]["script"][-1] == COMMAND
    assert unit("motif-weekly.service")["Service"]["ExecStart"] == f"/srv/motif/{COMMAND}"
    assert COMMAND in (FOLDER / "crontab").read_text()


def test_all_run_on_monday():
    (job,) = re.findall(r"^[\d*].*", (FOLDER / "crontab").read_text(), re.MULTILINE)
    assert job.split()[:5] == ["0", "7", "*", "*", "1"]
    timer = unit("motif-weekly.timer")["Timer"]
    assert timer["OnCalendar"].startswith("Mon ")
    assert timer["Persistent"] == "true"
    # YAML reads the key "on" as true.
    triggers = yaml.safe_load((FOLDER / "github-actions.yml").read_text())[True]
    assert triggers["schedule"][0]["cron"].split()[-1] == "1"
