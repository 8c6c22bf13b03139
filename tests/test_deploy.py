"""What operators start the program with: each file knows the settings and the program as they are."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from bot.settings import BotSettings
from knowledge.settings import KnowledgeSettings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "docs" / "deploy"
SETTINGS = {name.upper() for model in (BotSettings, KnowledgeSettings) for name in model.model_fields}
IMAGES_OWN = {"HOST", "PORT", "PLAN136_HOME"}  # fixed by the image
NOT_IN_COMPOSE = {
    "EMBEDDING_MODEL",
    "HF_HUB_OFFLINE",
    "SHUTDOWN_SECONDS",
}  # a model's folder, and times that belong together
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
UNIT = (DEPLOY / "plan136.service").read_text(encoding="utf-8")


def seconds(name: str) -> int:
    found = re.search(rf"^{name}=(\d+)$", UNIT, re.MULTILINE)
    assert found
    return int(found[1])


def test_compose_hands_every_setting_on_and_none_that_is_unknown() -> None:
    handed_on = set(COMPOSE["services"]["bot"]["environment"])
    assert handed_on == SETTINGS - IMAGES_OWN - NOT_IN_COMPOSE


def test_no_secret_stands_in_a_file() -> None:
    secrets = {name for name in SETTINGS if re.search("TOKEN|SECRET|KEYS?$|PASSWORD", name)}
    assert len(secrets) >= 8
    for name, value in COMPOSE["services"]["bot"]["environment"].items():
        assert name not in secrets or value is None or re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), name
    assert not [name for name in secrets if f"{name}=" in DOCKERFILE + UNIT]


def test_only_a_proxy_on_the_machine_reaches_the_server_and_nothing_runs_as_root() -> None:
    bot = COMPOSE["services"]["bot"]
    assert all(port.startswith("127.0.0.1:") for port in bot["ports"])
    assert not [name for name in ("database", "vectors") if "ports" in COMPOSE["services"][name]]
    assert (bot["read_only"], bot["cap_drop"]) == (True, ["ALL"])
    assert re.findall(r"^USER (\d+):\d+$", DOCKERFILE, re.MULTILINE) == ["10136"]
    assert "User=plan136" in UNIT


def test_nobody_is_killed_while_answers_in_flight_have_their_time() -> None:
    bound = BotSettings.model_fields["shutdown_seconds"].default
    assert seconds("TimeoutStopSec") > bound + 5
    assert int(COMPOSE["services"]["bot"]["stop_grace_period"].removesuffix("s")) > bound + 5


def test_the_image_is_made_of_what_is_there_and_the_context_holds_nothing_else() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    sources = {source for line in copied for source in line.split()}
    assert not [source for source in sources if not (ROOT / source).exists()]
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split("\n")
    assert "*" in ignored
    assert {line[1:] for line in ignored if line.startswith("!")} == sources


def test_the_vector_server_has_the_version_of_its_client() -> None:
    locked = re.search(r"^chromadb==(\S+) \\$", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    assert locked
    assert COMPOSE["services"]["vectors"]["image"] == f"chromadb/chroma:{locked[1]}"


def test_every_locked_package_has_a_hash_and_no_second_index_is_asked() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    names = [place for place, line in enumerate(lines) if re.match(r"[a-z0-9]", line)]
    assert len(names) > 100
    assert all(lines[place].endswith(" \\") and "--hash=sha256:" in lines[place + 1] for place in names)
    torch = (ROOT / "requirements-torch.lock").read_text(encoding="utf-8")
    assert re.search(r"^torch==2\.13\.0\+cpu --hash=sha256:[0-9a-f]{64}$", torch, re.MULTILINE)
    for text in (DOCKERFILE, (ROOT / "Makefile").read_text(encoding="utf-8"), torch, *lines):
        assert "extra-index" not in text.lower() and "EXTRA_INDEX" not in text


def test_the_base_image_is_an_argument_of_the_build() -> None:
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["${PYTHON_IMAGE}"] * 2


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_the_unit_exposes_little() -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=25", str(DEPLOY / "plan136.service")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
