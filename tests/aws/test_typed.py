"""What was typed is kept without its secrets, whether it was a command or not."""

from __future__ import annotations

import pytest

from bellhop.aws.typed import MOST, typed_text
from bellhop.errors import NotUnderstood
from bellhop.syntax import Grammar
from bellhop.syntax.models import Models

GRAMMAR = Grammar(Models())
WORD = "hunter2-Hunter2"
KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


@pytest.mark.parametrize(
    "text",
    [
        f"@aws rds modify-db-instance --db-instance-identifier d --master-user-password {WORD}",
        f"aws rds modify-db-instance --master-user-password={WORD} --db-instance-identifier d",
        f'secretsmanager put-secret-value --secret-id s --secret-string "{WORD} and more"',
        f"ssm put-parameter --name n --type SecureString --value {WORD}",
        f"cognito-idp admin-set-user-password --user-pool-id eu-west-1_x --username u --password {WORD}",
        f"iam create-login-profile --user-name u --password '{WORD}'",
        f"rds modify-db-instance \u2014db-instance-identifier d \u2014master-user-password {WORD}",
    ],
)
def test_a_commands_secrets_are_masked(text: str) -> None:
    command = GRAMMAR.parse(text)
    for kept in (typed_text(text, GRAMMAR, command), typed_text(f"run x {WORD}", GRAMMAR, command)):
        assert WORD not in kept
        assert "****" in kept


def test_a_payload_is_seen_but_for_its_secrets() -> None:
    text = f'lambda invoke --function-name f --payload \'{{"password": "{WORD}", "a": 1}}\''
    kept = typed_text(text, GRAMMAR, GRAMMAR.parse(text))
    assert WORD not in kept
    assert '"a": 1' in kept


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (f"rds modify-db-instance --master-user-passwrod {WORD} --apply-immediately", "--apply-immediately"),
        (f"rds modify-db-instance --master-user-password {WORD} --oops 1", "--oops 1"),
        (f"rds make-db --master-user-password={WORD}", "rds make-db"),
        (f"rsd x \u2014master-user-password {WORD}", "rsd x"),
        (f"ssm put-parametre --type SecureString --value {WORD} --name n", "--name n"),
        (f"connect create-user --wrong x --password {WORD}", "--wrong x"),
        (f"alias create db rds modify-db-instance --master-user-password {WORD}", "alias create db rds"),
        (f"my password is {WORD}", "my password is"),
        (f"비밀번호는 {WORD} 입니다", "입니다"),
        (f"DB_PASSWORD={WORD} lambda list-functions", "lambda list-functions"),
        (f'do {{"Password": "{WORD}", "Color": "red"}}', "red"),
        (f'do {{"Name": "DB_PASSWORD", "Value": "{WORD}"}} now', "now"),
        (f"do Key=API_TOKEN,Value={WORD} now", "now"),
        (f"https://me:{WORD}@example.com/x please", "please"),
        (f"set AWS_SECRET_ACCESS_KEY {KEY} please", "please"),
        (f"use {KEY} please", "please"),
    ],
)
def test_what_is_no_command_keeps_no_secret_either(text: str, rest: str) -> None:
    with pytest.raises(NotUnderstood):
        GRAMMAR.parse(text)
    kept = typed_text(f"@aws {text}", GRAMMAR)
    assert WORD not in kept
    assert KEY not in kept
    assert "****" in kept
    assert rest in kept


@pytest.mark.parametrize(
    "text",
    [
        "lambda list-functions --region ap-northeast-2",
        "secretsmanager describe-secret --secret-id prod/db",
        "s3api list-objects-v2 --bucket b --starting-token abc",
        "lamda list-functions --secret-name x",
        "alias create errors logs tail --log-group-name /aws/lambda/f",
        "who is the author of pass-through?",
        "arn:aws:iam::123456789012:role/somewhere-over-the-rainbow",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert typed_text(f"@aws {text}", GRAMMAR) == text


def test_a_long_text_is_cut() -> None:
    kept = typed_text("x" * 50_000, GRAMMAR)
    assert len(kept) < MOST + 50
    assert "50,000 characters" in kept
