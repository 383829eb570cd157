"""Sessions of real work, typed as on a phone: each answer says what matters first, and what to do next."""

import pytest

from .conftest import Demo

SESSIONS = [
    ("lambda list-functions", ("Functions (3):\n-\nFunctionName: demo-greeting",)),
    ("lambda list-functions --query Functions[].FunctionName", ("demo-greeting\ndemo-order-report\ndemo-stock",)),
    ("lambda list-fuctions", ("did you mean list-functions", "[lambda list-functions]")),
    ("lambda get-function", ("also needs --function-name", "[demo-greeting] [demo-order-report] [demo-stock]")),
    ("lambda get-function-configuration --function-name demo-stock", ("FunctionName: demo-stock", "Runtime: python3")),
    (
        "lambda update-function-configuration --function-name demo-stock --environment Variables={STAGE=prod}",
        ("--environment ****", "[Run command] [Add optional parameters] [Cancel]"),
    ),
    ("invoke demo-greeting", ("@aws lambda invoke --function-name demo-greeting", "[Run command]")),
    ('lambda invoke --function-name demo-greeting --payload {"name":"Minji"}', ('--payload \'{"name":"Minji"}\'',)),
    ("lambda invoke --help", ("--function-name: string.", "Needs lambda:InvokeFunction")),
    ("lambda help", ("lambda: ", "list-functions")),
    ("lambda list-functions | grep demo", ("a pipe (|) can't be used", "use --query")),
    ("wait lambda function-active-v2 --function-name f", ("[lambda wait function-active-v2 --function-name f]",)),
    ("sqs list-queues", ("QueueUrls (1):", "bellhop-demo-photos-undelivered")),
    ("sqs purge-queue", ("also needs --queue-url", "bellhop-demo-photos-undelivered]")),
    ("s3 ls", ("demo-photos\n",)),
    ("s3 mb b", ("[s3 mb s3://b]",)),
    ("s3 rb b", ("[s3 rb s3://b]",)),
    ("s3api get-bucket-location --bucket demo-photos", ("LocationConstraint: ap-northeast-2",)),
    (
        "cloudwatch describe-alarms --query MetricAlarms[].AlarmName",
        ("bellhop-demo-photos",),
    ),
    ("logs tail", ("logs tail needs a log group.", "logs describe-log-groups lists the groups")),
    ("ec2 describe-security-groups", ("SecurityGroups (1):", "GroupName: default")),
    ("ec2 describe-instances", ("The list is empty: Reservations (0)",)),
    ("who changed the security group", ("That is no command.", "[cloudtrail lookup-events]")),
    (
        "ecs update-service --cluster web --service api --force-new-deployment",
        ("Needs: ecs:UpdateService", "[Run command]"),
    ),
    (
        "autoscaling set-desired-capacity --auto-scaling-group-name web --desired-capacity 4",
        ("Needs: autoscaling:SetDesiredCapacity", "[Run command]"),
    ),
    ("cloudformation describe-stack-events --stack-name shop", ("AWS refused: ValidationError", "does not exist")),
    ("support describe-cases", ("The list is empty: Cases (0)",)),
    ("ecr get-authorization-token", ("hands out credentials", "What helps: run it where only you read the answer")),
    ("sts get-caller-identity", ("Account: 123456789012", "Arn: arn:aws:sts::123456789012:")),
    ("watch sts get-caller-identity until Account == '123456789012'", ("it is so (look 1)",)),
]


@pytest.mark.parametrize(("text", "expected"), SESSIONS, ids=[text[:40] for text, _ in SESSIONS])
def test_an_answer_says_what_matters(demo: Demo, text: str, expected: tuple[str, ...]) -> None:
    said = demo.say(text)
    answer = demo.wait(
        lambda message: message["thread"] == said["message"] and all(part in message["text"] for part in expected)
    )
    assert answer["type"] == "answer"
