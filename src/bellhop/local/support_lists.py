"""What AWS Support's lists hold here: some services, the categories of each, severities, languages, checks."""

from __future__ import annotations

SERVICES = (
    ("amazon-api-gateway", "API Gateway"),
    ("amazon-athena", "Athena"),
    ("amazon-cloudfront", "CloudFront"),
    ("amazon-cloudwatch", "CloudWatch"),
    ("amazon-dynamodb", "DynamoDB"),
    ("amazon-elastic-compute-cloud-linux", "Elastic Compute Cloud (EC2 - Linux)"),
    ("amazon-elastic-container-service", "Elastic Container Service (ECS)"),
    ("amazon-elastic-kubernetes-service", "Elastic Kubernetes Service (EKS)"),
    ("amazon-relational-database-service-postgresql", "Relational Database Service (PostgreSQL)"),
    ("amazon-route53", "Route 53"),
    ("amazon-simple-notification-service", "Simple Notification Service (SNS)"),
    ("amazon-simple-queue-service", "Simple Queue Service (SQS)"),
    ("amazon-simple-storage-service", "Simple Storage Service (S3)"),
    ("aws-cloudformation", "CloudFormation"),
    ("aws-identity-and-access-management", "Identity and Access Management (IAM)"),
    ("aws-lambda", "Lambda"),
    ("aws-step-functions", "Step Functions"),
    ("general-info", "General Info and Getting Started"),
)
CATEGORIES = (
    ("apis", "APIs"),
    ("general-guidance", "General Guidance"),
    ("performance", "Performance"),
    ("security", "Security"),
    ("other", "Other"),
)
SEVERITIES = (
    ("low", "General guidance"),
    ("normal", "System impaired"),
    ("high", "Production system impaired"),
    ("urgent", "Production system down"),
    ("critical", "Business-critical system down"),
)
LANGUAGES = (
    ("en", "English", "English"),
    ("ja", "Japanese", "日本語"),
    ("ko", "Korean", "한국어"),
    ("zh", "Chinese", "中文"),
)
CHECKS = (
    {
        "id": "Pfx0RwqBli",
        "name": "Amazon S3 Bucket Permissions",
        "description": "Open buckets.",
        "category": "security",
    },
    {"id": "7DAFEmoDos", "name": "MFA on Root Account", "description": "Root without MFA.", "category": "security"},
    {
        "id": "Qch7DwouX1",
        "name": "Low Utilization Amazon EC2 Instances",
        "description": "Idle instances.",
        "category": "cost_optimizing",
    },
)
