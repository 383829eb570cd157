"""The commands that the benches parse."""

from __future__ import annotations

from bellhop.errors import NotUnderstood
from bellhop.syntax import Grammar

_TRIED = 20
"""Operations of a service that are tried: not every one takes a made-up value."""

USUAL = (
    "@aws lambda list-functions --region ap-northeast-2",
    'lambda invoke --function-name my-function --payload \'{"name": "Mia"}\' out.json',
    "@aws ec2 describe-instances --filters Name=instance-state-name,Values=running Name=tag:env,Values=prod,staging",
    "ec2 run-instances --image-id ami-0abcdef1234567890 --count 2 --instance-type t3.nano",
    "ecs update-service --cluster prod --service web --force-new-deployment",
    "cloudwatch describe-alarms --state-value ALARM --query 'MetricAlarms[].AlarmName'",
    "cloudwatch put-metric-data --namespace App --metric-data MetricName=m,Value=1,Dimensions=[{Name=a,Value=b}]",
    "logs filter-log-events --log-group-name /aws/lambda/my-function --filter-pattern ERROR --limit 20",
    "sqs get-queue-attributes --queue-url https://sqs.us-east-1.amazonaws.com/1/q --attribute-names All",
    "s3api list-objects-v2 --bucket my-bucket --max-items 20",
    'dynamodb query --table-name T --key-condition-expression a=:a --expression-attribute-v \'{":a": {"S": "1"}}\'',
    "<@U012AB3CD> rds describe-db-instances \u2014db-instance-identifier my-db",
    "iam list-users --no-paginate",
    "cloudformation describe-stacks --stack-name my-stack",
    "ssm send-command --document-name AWS-RunShellScript --targets Key=tag:a,Values=b --parameters commands=uptime",
)
"""What is typed every day, in the ways that chats hand it over."""


def of_every_service(grammar: Grammar) -> list[str]:
    """A command for each service: its shortest operation, with a made-up value for whatever it can't do without."""
    found: list[str] = []
    for service in grammar.services():
        for verb in sorted(grammar.operations(service), key=len)[:_TRIED]:
            required = [option for option in grammar.options(service, verb) if option.required]
            text = " ".join([service, verb, *(f"--{option.name} 1" for option in required)])
            try:
                grammar.parse(text)
            except NotUnderstood:
                continue
            found.append(text)
            break
    return found
