"""Which commands run at once, which are asked first, which never run."""

import re
from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest
from botocore.model import OperationModel, ServiceModel

from bellhop.command import Access, Command, Verdict
from bellhop.guardrails import AS_AWS, decide
from bellhop.guardrails.access import needs, reads

LOADER = botocore.session.Session().get_component("data_loader")


def model_of(service: str, operation: str) -> OperationModel:
    return ServiceModel(LOADER.load_service_model(service, "service-2"), service).operation_model(operation)


def command_of(service: str, operation: str, **parameters: Any) -> Command:
    return Command(service=service, operation=operation, verb="", parameters=parameters)


class Named:
    """An operation's model reduced to what the guardrails look at; building 19,000 real ones takes minutes."""

    has_streaming_input = False

    def __init__(self, service: str, name: str) -> None:
        self.service_name = service
        self.name = name
        self.service_model = self


def every_operation() -> Iterator[tuple[str, str]]:
    for service in LOADER.list_available_services("service-2"):
        for operation in LOADER.load_service_model(service, "service-2")["operations"]:
            yield service, operation


AT_ONCE = """
lambda ListFunctions list lambda:ListFunctions
lambda GetFunction read lambda:GetFunction
lambda GetPolicy read lambda:GetPolicy
lambda GetLayerVersionByArn read lambda:GetLayerVersion
s3 ListBuckets list s3:ListAllMyBuckets
s3 ListObjectsV2 list s3:ListBucket
s3 HeadObject read s3:GetObject
s3 HeadBucket list s3:ListBucket
s3 GetBucketLifecycleConfiguration read s3:GetLifecycleConfiguration
ec2 DescribeInstances list ec2:DescribeInstances
ec2 DescribeInstanceAttribute list ec2:DescribeInstanceAttribute
cloudwatch DescribeAlarms read cloudwatch:DescribeAlarms
cloudwatch GetMetricData read cloudwatch:GetMetricData
logs FilterLogEvents read logs:FilterLogEvents
logs GetQueryResults read logs:GetQueryResults
dynamodb Query read dynamodb:Query
dynamodb TransactGetItems read dynamodb:GetItem
dynamodb BatchGetItem read dynamodb:BatchGetItem
apigateway GetRestApis read apigateway:GET
apigatewayv2 GetApis read apigateway:GET
codepipeline GetPipelineState read codepipeline:GetPipelineState
codebuild BatchGetBuilds read codebuild:BatchGetBuilds
deadline ListFarms list deadline:ListFarms
sts GetCallerIdentity read sts:GetCallerIdentity
iam ListUsers list iam:ListUsers
iam SimulatePrincipalPolicy read iam:SimulatePrincipalPolicy
ssm GetParameter read ssm:GetParameter
ssm DescribeParameters list ssm:DescribeParameters
resourcegroupstaggingapi GetResources read tag:GetResources
budgets DescribeBudgets read budgets:ViewBudget
ce GetCostAndUsage read ce:GetCostAndUsage
cognito-idp AdminGetUser read cognito-idp:AdminGetUser
config BatchGetResourceConfig read config:BatchGetResourceConfig
events ListRules list events:ListRules
stepfunctions DescribeExecution read states:DescribeExecution
elbv2 DescribeTargetHealth read elasticloadbalancing:DescribeTargetHealth
secretsmanager ListSecrets list secretsmanager:ListSecrets
"""

ASKED = """
lambda Invoke write lambda:InvokeFunction
lambda CreateFunction write lambda:CreateFunction
lambda AddPermission permissions-management lambda:AddPermission
lambda TagResource tagging lambda:TagResource
s3 PutObject write s3:PutObject
s3 CopyObject write s3:PutObject,s3:GetObject
s3 DeleteObjects write s3:DeleteObject
s3 PutBucketPolicy permissions-management s3:PutBucketPolicy
ec2 TerminateInstances write ec2:TerminateInstances
ec2 RunInstances write ec2:RunInstances
ec2 StopInstances write ec2:StopInstances
sqs ReceiveMessage read sqs:ReceiveMessage
sqs SendMessageBatch write sqs:SendMessage
logs StartQuery read logs:StartQuery
bedrock-runtime InvokeModel read bedrock:InvokeModel
bedrock-runtime Converse read bedrock:InvokeModel
apigateway DeleteRestApi write apigateway:DELETE
apigateway CreateRestApi write apigateway:POST
sns Publish write sns:Publish
dynamodb ExecuteStatement write dynamodb:PartiQLUpdate,dynamodb:PartiQLSelect
codepipeline StartPipelineExecution write codepipeline:StartPipelineExecution
acm-pca IssueCertificate write acm-pca:IssueCertificate
cloudcontrol CreateResource write cloudformation:CreateResource
glue DeleteGlossary unknown glue:DeleteGlossary
athena StartQueryExecution write athena:StartQueryExecution
"""

NEVER = """
secretsmanager GetSecretValue
secretsmanager BatchGetSecretValue
sts AssumeRole
sts GetSessionToken
iam CreateAccessKey
kms Decrypt
ecr GetAuthorizationToken
ec2 GetPasswordData
ec2 CreateKeyPair
cognito-idp InitiateAuth
eks-auth AssumeRoleForPodIdentity
emr-containers GetManagedEndpointSessionCredentials
wafv2 GetDecryptedAPIKey
redshift GetIdentityCenterAuthToken
ivs BatchGetStreamKey
s3 CreateSession
"""


@pytest.mark.parametrize("row", AT_ONCE.split("\n")[1:-1])
def test_read_only_runs_at_once(row: str) -> None:
    service, operation, access, actions = row.split()
    decision = decide(command_of(service, operation), model_of(service, operation))
    assert (decision.verdict, decision.access) == (Verdict.ALLOW, Access(access))
    assert decision.actions == tuple(actions.split(","))
    assert decision.because == "read-only commands run at once (built-in rule)"


@pytest.mark.parametrize("row", ASKED.split("\n")[1:-1])
def test_everything_else_is_asked_first(row: str) -> None:
    service, operation, access, actions = row.split()
    decision = decide(command_of(service, operation), model_of(service, operation))
    assert (decision.verdict, decision.access) == (Verdict.CONFIRM, Access(access))
    assert decision.actions == tuple(actions.split(","))


@pytest.mark.parametrize("row", NEVER.split("\n")[1:-1])
def test_credentials_never_run(row: str) -> None:
    service, operation = row.split()
    decision = decide(command_of(service, operation), model_of(service, operation))
    assert decision.verdict is Verdict.DENY
    assert f"{service}:{operation}" in decision.because


@pytest.mark.parametrize("operation", ["GetParameter", "GetParameters", "GetParametersByPath", "GetParameterHistory"])
def test_a_parameter_is_denied_only_when_it_decrypts(operation: str) -> None:
    model = Named("ssm", operation)
    assert decide(command_of("ssm", operation, WithDecryption=True), model).verdict is Verdict.DENY
    assert decide(command_of("ssm", operation, WithDecryption=False), model).verdict is Verdict.ALLOW


def test_an_unknown_operation_is_asked_first_and_said_to_be_unknown() -> None:
    decision = decide(command_of("lambda", "ListDreams"), Named("lambda", "ListDreams"))
    assert (decision.verdict, decision.access) == (Verdict.CONFIRM, Access.UNKNOWN)
    assert "lambda:ListDreams" in decision.because
    assert decide(command_of("nosuch", "ListX"), Named("nosuch", "ListX")).verdict is Verdict.CONFIRM


def test_a_stream_in_is_asked_first() -> None:
    model = Named("lambda", "ListFunctions")
    model.has_streaming_input = True
    assert decide(command_of("lambda", "ListFunctions"), model).verdict is Verdict.CONFIRM


@pytest.mark.parametrize(
    ("service", "operation", "pattern"),
    [
        ("iam", "ListUsers", "iam:*"),
        ("s3", "HeadObject", "s3:GetObject"),
        ("dynamodb", "TransactGetItems", "dynamodb:GetItem"),
        ("s3", "CopyObject", "s3:GetObject"),
        ("cognito-idp", "ListUserPools", "cognito-idp:*"),
    ],
)
def test_a_channel_can_deny_what_aws_denies(service: str, operation: str, pattern: str) -> None:
    decision = decide(command_of(service, operation), Named(service, operation), deny=AS_AWS)
    assert decision.verdict is Verdict.DENY
    assert pattern in decision.because


def test_deny_patterns_know_no_case_and_only_two_wildcards() -> None:
    command, model = command_of("lambda", "ListFunctions"), Named("lambda", "ListFunctions")
    for pattern in ("LAMBDA:list*", "lambda:ListFunction?", "*"):
        assert decide(command, model, deny=[pattern]).verdict is Verdict.DENY
    for pattern in ("lambda:List", "lambda:[L]istFunctions", "lambda.ListFunctions"):
        assert decide(command, model, deny=[pattern]).verdict is Verdict.ALLOW


CHANGING = re.compile(
    "Create|Delete|Put|Update|Modify|Terminate|Run|Start|Stop|Reboot|Invoke|Send|Publish|Remove|Add|Attach|Detach|Cancel"
    "|Enable|Disable|Register|Deregister|Associate|Disassociate|Tag|Untag|Set|Reset|Restore|Import|Export|Execute|Issue"
    "|Assume|Grant|Revoke|Accept|Reject|Receive|Subscribe|Unsubscribe|Purchase|Transfer|Generate|Rotate|Retire|Write"
)


def test_nothing_that_is_named_as_changing_ever_runs_at_once() -> None:
    total = 0
    for service, operation in every_operation():
        total += 1
        verdict = decide(command_of(service, operation), Named(service, operation)).verdict
        batch = operation.removeprefix("Batch").removeprefix("Admin").removeprefix("Transact")
        assert verdict is not Verdict.ALLOW or not CHANGING.match(batch), f"{service}:{operation}"
    assert total > 15_000


def test_most_operations_of_the_installed_models_are_known() -> None:
    levels = [needs(service, operation).access for service, operation in every_operation()]
    assert levels.count(Access.UNKNOWN) / len(levels) < 0.05


@pytest.mark.parametrize("name", ["ListX", "GetX", "Query", "IsAuthorized", "AdminGetUser", "BatchDescribeX"])
def test_names_that_look(name: str) -> None:
    assert reads(name)


@pytest.mark.parametrize(
    "name", ["IssueX", "Listen", "Getaway", "Queryx", "CreateList", "BatchDeleteX", "StartQuery", ""]
)
def test_names_that_do_not_look(name: str) -> None:
    assert not reads(name)
