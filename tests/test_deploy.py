"""What operators start the program with: each file knows the settings and the program as they are."""

from __future__ import annotations

import re
from pathlib import Path

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
    locked = re.search(r"^chromadb==(\S+)$", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    assert locked
    assert COMPOSE["services"]["vectors"]["image"] == f"chromadb/chroma:{locked[1]}"
