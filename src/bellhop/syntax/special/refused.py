"""Commands of the AWS CLI that are no API operation, and operations that it leaves out: why, and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping

from bellhop.errors import NotUnderstood
from bellhop.phrase import phrase

_FILES = "it works with files on your own machine"
_MACHINE = "it sets up the machine that it runs on"
_SECRET = "it prints a credential, and a channel is no place for one"  # noqa: S105  # a sentence, not a secret
_SEVERAL = "it makes several calls in a row and decides between them"
_SESSION = "it opens a terminal session, which a channel can't hold"


def not_here(command: str, why: str) -> NotUnderstood:
    """Say that a command isn't run here, and why."""
    return NotUnderstood("custom", phrase("{command} isn't run here: {why}.", command=command, why=why))


SERVICES: Mapping[str, str] = {
    "s3": "s3 ls, s3 mb and s3 rb are; s3api has every S3 operation",
    "cloudsearchdomain": "each search domain has an address of its own, which can't be given in a chat",
    "configure": "it sets up the AWS CLI of your machine; a channel's role and region are set in bellhop.yaml",
    "history": "it reads the AWS CLI's own records on your machine; say history for this channel's commands",
    "login": _SECRET,
    "logout": "there is no sign-in here: a channel works with its role",
    "sso": _SECRET,
    "ddb": "it belongs to the AWS CLI 2; dynamodb has every DynamoDB operation",
    "cli-dev": "it belongs to the AWS CLI's own development",
}
"""First words that are no service."""

S3: Mapping[str, str] = {
    "cp": "a channel has no files; s3api get-object shows an object, s3api copy-object copies one inside S3",
    "mv": "it copies and deletes; s3api copy-object, then s3api delete-object do it one by one",
    "rm": "it deletes many objects at once; s3api delete-object deletes one",
    "sync": "it compares folders of your machine; run it there, s3 ls --recursive shows what a bucket has",
    "presign": "its answer is a link that lets anybody in; run it on your machine",
    "website": "s3api put-bucket-website does it",
}
"""Commands of `s3` that aren't run here → why, and what to use instead."""

COMMANDS: Mapping[str, Mapping[str, str]] = {
    "cloudformation": {"package": _FILES, "deploy": _FILES},
    "cloudfront": {"sign": "it needs a private key in a file"},
    "cloudtrail": {"create-subscription": _SEVERAL, "update-subscription": _SEVERAL, "validate-logs": _SEVERAL},
    "codeartifact": {"login": _SECRET},
    "codecommit": {"credential-helper": _SECRET},
    "configservice": {"subscribe": _SEVERAL, "get-status": _SEVERAL},
    "datapipeline": {"list-runs": _SEVERAL, "create-default-roles": _SEVERAL},
    "deploy": {
        "push": _FILES,
        "register": _MACHINE,
        "deregister": _MACHINE,
        "install": _MACHINE,
        "uninstall": _MACHINE,
    },
    "dlm": {"create-default-role": _SEVERAL},
    "ecr": {"get-login": _SECRET, "get-login-password": _SECRET},
    "ecr-public": {"get-login-password": _SECRET},
    "ecs": {"execute-command": _SESSION, "deploy": _FILES},
    "eks": {"update-kubeconfig": _MACHINE, "get-token": _SECRET},
    "emr": {
        "add-instance-groups": _SEVERAL,
        "add-steps": _SEVERAL,
        "create-cluster": _SEVERAL,
        "create-default-roles": _SEVERAL,
        "create-hbase-backup": _SEVERAL,
        "disable-hbase-backups": _SEVERAL,
        "get": _SESSION,
        "install-applications": _SEVERAL,
        "modify-cluster-attributes": _SEVERAL,
        "put": _SESSION,
        "restore-from-hbase-backup": _SEVERAL,
        "schedule-hbase-backup": _SEVERAL,
        "socks": _SESSION,
        "ssh": _SESSION,
    },
    "emr-containers": {"update-role-trust-policy": _SEVERAL},
    "gamelift": {"upload-build": _FILES, "get-game-session-log": _FILES},
    "logs": {"start-live-tail": "its answer is a stream without end; logs filter-log-events shows what is there"},
    "rds": {"generate-db-auth-token": _SECRET},
    "servicecatalog": {"generate": _FILES},
    "ssm": {"start-session": _SESSION},
}
"""A service's commands that the CLI makes by hand → why they aren't run here."""

LEFT_OUT: Mapping[str, Mapping[str, str]] = {
    "ec2": {"import-instance": "import-image", "import-volume": "import-snapshot"},
    "emr": {
        "add-job-flow-steps": "list-steps",
        "describe-job-flows": "list-clusters",
        "list-bootstrap-actions": "describe-cluster",
        "list-instance-groups": "describe-cluster",
        "run-job-flow": "list-clusters",
        "set-keep-job-flow-alive-when-no-steps": "describe-cluster",
        "set-termination-protection": "describe-cluster",
        "set-unhealthy-node-replacement": "describe-cluster",
        "set-visible-to-all-users": "describe-cluster",
        "terminate-job-flows": "terminate-clusters",
    },
    "logs": {"get-log-object": "get-log-events"},
    "rds": {"modify-option-group": "add-option-to-option-group"},
    "ses": {
        "delete-verified-email-address": "delete-identity",
        "list-verified-email-addresses": "list-identities",
        "verify-email-address": "verify-email-identity",
    },
}
"""Operations that the CLI hides in favour of another → that other one."""
