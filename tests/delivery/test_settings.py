"""The table [delivery]: what it reads, and what it says of mistakes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from nlp.delivery import DeliverySettings, Edition, read_delivery_settings
from nlp.delivery.addresses import parse_address
from nlp.delivery.settings import RetrySettings
from nlp.errors import InputError
from nlp.settings import load_settings

SMTP = '[delivery.smtp]\nhost = "smtp.example.com"\nsender = "Motif <motif@example.com>"\n'
GROUP = '[[delivery.recipients]]\naudience = "cx"\nlang = "fr"\nmail = ["marie@client.example"]\n'


def read(text: str) -> DeliverySettings | None:
    return read_delivery_settings(tomllib.loads(text).get("delivery", {}))


def test_the_example_of_the_documentation_is_read():
    page = Path(__file__).resolve().parents[2] / "docs" / "delivery.md"
    settings = read(page.read_text().split("```toml\n")[1].split("```")[0])
    assert settings.editions == (Edition("cx", "fr"), Edition("product", "en", "Mobile"))
    assert settings.explorer == "https://motif.example.com"
    first, second = settings.recipients
    assert [each.mailbox for each in first.mail] == ["cx@example.com", "marie@example.com"]
    assert (first.slack, second.teams) == (("MOTIF_SLACK_CX",), ("MOTIF_TEAMS_MOBILE",))
    assert (settings.smtp.port, settings.smtp.security) == (587, "starttls")
    assert settings.retry == RetrySettings(5, 30, 900)


def test_nothing_to_send_is_no_error(tmp_path):
    assert read("") is None
    assert load_settings(tmp_path).delivery == {}


def test_the_table_is_kept_by_the_settings_and_not_shown(tmp_path):
    (tmp_path / "motif.toml").write_text("min_n = 30\n" + GROUP + SMTP)
    settings = load_settings(tmp_path)
    assert settings.min_n == 30
    assert read_delivery_settings(settings.delivery).editions == (Edition("cx", "fr"),)
    assert "marie" not in repr(settings)
    assert isinstance(hash(settings), int)


def test_a_delivery_that_is_no_table_is_told(tmp_path):
    (tmp_path / "motif.toml").write_text('delivery = "marie@client.example"')
    with pytest.raises(InputError, match=r"must be a table: write \[delivery\]") as error:
        load_settings(tmp_path)
    assert "marie" not in str(error.value)


def test_a_wrong_table_suggests_the_right_one(tmp_path):
    (tmp_path / "motif.toml").write_text("[delivry]\n")
    with pytest.raises(InputError, match="Did you mean delivery"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("security", "port"), [("starttls", 587), ("tls", 465)]
)  # fmt: skip
def test_the_port_follows_the_security(security, port):
    assert read(f'{GROUP}{SMTP}security = "{security}"').smtp.port == port


def test_an_unencrypted_server_may_only_be_this_machine():
    local = SMTP.replace("smtp.example.com", "localhost")
    assert read(f'{GROUP}{local}security = "none"').smtp.port == 25
    with pytest.raises(InputError, match="on this machine only"):
        read(f'{GROUP}{SMTP}security = "none"')


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[delivery]\nca_file = 'x'", "nobody to send to"),
        (GROUP, r"mail needs a server; write \[delivery.smtp\]"),
        (f"{GROUP}[delivery.smtp]\nhost = 'a.b'", r"\[delivery.smtp\]: sender is missing"),
        (f"{GROUP}{SMTP}hots = 'x'", r"\[delivery.smtp\]: unknown setting 'hots'.* mean host"),
        (f"{GROUP}{SMTP}port = 0", "port must be a whole number from 1 to 65535; got 0"),
        (f"{GROUP}{SMTP}port = true", "port must be a whole number"),
        (f"{GROUP}{SMTP}timeout_s = nan", "timeout_s must be a number from 1 to 3600; got nan"),
        (f"{GROUP}{SMTP}security = 'startls'", "starttls, tls, none. Did you mean starttls"),
        (f"{GROUP}{SMTP}[delivery.retry]\nattempts = 0", "attempts must be a whole number from 1"),
        (f"{GROUP}{SMTP}[delivery.retry]\nattempts = 2.5", "attempts must be a whole number"),
        (SMTP.replace("smtp.example.com", "https://x"), "nobody to send to"),
        (GROUP + SMTP.replace("smtp.example.com", "https://x/"), "host must be a server's name"),
        (GROUP.replace("cx", "cxx"), "recipients. number 1: audience must be one of cx, product"),
        (GROUP.replace('"fr"', '"de"'), "lang must be one of fr, en"),
        (GROUP.replace('lang = "fr"', ""), "lang is missing"),
        (GROUP + 'product = "Mobile"\n' + SMTP, "product is for the audience product"),
        (GROUP.replace('["marie@client.example"]', "[]") + SMTP, "nobody in it"),
        (GROUP.replace('["marie@client.example"]', "3"), "mail must be a list of texts"),
        (GROUP.replace("[[", "[").replace("]]", "]"), r"must be tables: write \[\[delivery.rec"),
        (GROUP + "[[delivery.smtp]]", r"smtp must be a table: write \[delivery.smtp\]"),
        (f"[delivery]\nexplorer = 'motif.example.com'\n{GROUP}{SMTP}", "explorer must be the addr"),
        (f"[delivery]\nexplorer = 'https://a:b@c.d'\n{GROUP}{SMTP}", "explorer must be the addr"),
        (f"[delivery]\nca_file = '/no/such.pem'\n{GROUP}{SMTP}", "ca_file /no/such.pem is not th"),
    ],
)
def test_mistakes_are_named_with_their_place(text, told):
    with pytest.raises(InputError, match=told):
        read(text)


@pytest.mark.parametrize(
    "line",
    ["password = 'SeCrEt'", "smtp_user = 'SeCrEt'", "webhook = 'https://hooks.example/SeCrEt'"],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(line):
    with pytest.raises(InputError, match="does not belong in a file") as error:
        read(f"{GROUP}{SMTP}{line}")
    assert "SeCrEt" not in str(error.value)


@pytest.mark.parametrize("channel", ["slack", "teams"])
def test_a_webhook_in_the_file_is_refused_and_not_repeated(channel):
    with pytest.raises(InputError, match=f"such as MOTIF_{channel.upper()}_CX") as error:
        read(f'{GROUP}{channel} = "https://hooks.example.com/SeCrEt"\n{SMTP}')
    assert "SeCrEt" not in str(error.value)


@pytest.mark.parametrize(
    "address",
    ["marie", "marie@", "@x.example", "marie@x..example", "ma rie@x.example", "marie@x.example,b@y",
     "hélène@x.example", "marie@x.example\\nBcc: b@y.example", "M <marie@x.example> <b@y>", ".m@x"],
)  # fmt: skip
def test_what_is_no_address_is_told_by_its_place(address):
    with pytest.raises(InputError, match="mail, entry 1, is not a mail address") as error:
        read(GROUP.replace("marie@client.example", address) + SMTP)
    assert "marie" not in str(error.value)


def test_a_recipient_given_twice_is_told_masked():
    twice = GROUP.replace(
        '"marie@client.example"', '"marie@client.example", "Marie@Client.Example"'
    )
    with pytest.raises(InputError, match="would get twice the digest cx, fr") as error:
        read(twice + SMTP)
    assert "arie@" not in str(error.value)
    both = GROUP + GROUP.replace('"fr"', '"en"') + SMTP
    assert len(read(both).editions) == 2


def test_addresses_are_masked_wherever_they_are_shown():
    address = parse_address("Marie Curie <marie.curie@Société.example>")
    assert address.mailbox == "marie.curie@xn--socit-esab.example"
    assert address.name == "Marie Curie"
    for shown in (repr(address), str(address), f"{address}"):
        assert "m***@xn--socit-esab.example" in shown
        assert "urie" not in shown
