"""What many events of a type are called in a title: `CloudWatch 경보` says more than `cloudwatch.metric_alarm`."""

from __future__ import annotations

from collections.abc import Mapping

from bellhop.reader import Reader

_KOREAN: Mapping[str, str] = {
    "autoscaling": "Auto Scaling 알림",
    "backup": "백업 알림",
    "batch": "Batch 작업 알림",
    "cloudformation": "CloudFormation 알림",
    "cloudtrail": "API 호출 알림",
    "cloudwatch": "CloudWatch 경보",
    "codebuild": "빌드 알림",
    "codecommit": "리포지토리 알림",
    "codedeploy": "배포 알림",
    "codepipeline": "파이프라인 알림",
    "config": "AWS Config 알림",
    "custom": "사용자 지정 알림",
    "ec2": "EC2 알림",
    "ecr": "ECR 알림",
    "ecs": "ECS 알림",
    "glue": "Glue 작업 알림",
    "guardduty": "GuardDuty 결과",
    "health": "AWS Health 알림",
    "inspector2": "Inspector 결과",
    "lambda": "Lambda 알림",
    "logs": "로그 알림",
    "prometheus": "Prometheus 경보",
    "rds": "RDS 알림",
    "s3": "S3 알림",
    "securityhub": "Security Hub 결과",
    "ssm": "Systems Manager 알림",
    "states": "Step Functions 알림",
}


def told_as(name: str, reader: Reader) -> str:
    """A storm's name as its reader knows it: a type's family in Korean; anything else, an ARN say, as it is."""
    if reader.locale != "ko" or name.startswith("arn:"):
        return name
    family, dot, rest = name.partition(".")
    # A resource may have a dot too (`lambda.example.com`); a type has one, and is written in lower case.
    if not dot or "." in rest or not name.replace(".", "").replace("_", "").isalnum() or name.lower() != name:
        return name
    return _KOREAN.get(family, name)
