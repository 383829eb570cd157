"""The options that the AWS CLI makes by hand."""

from typing import Any

import pytest

from bellhop.syntax import Grammar

MADE: dict[str, dict[str, Any]] = {
    "ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 22 --cidr 203.0.113.0/24": {
        "GroupId": "sg-1",
        "IpPermissions": [
            {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "203.0.113.0/24"}]}
        ],
    },
    "ec2 revoke-security-group-ingress --group-name g --protocol all --port 80-90 --source-group sg-2": {
        "GroupName": "g",
        "IpPermissions": [
            {"IpProtocol": "-1", "FromPort": 80, "ToPort": 90, "UserIdGroupPairs": [{"GroupId": "sg-2"}]}
        ],
    },
    "ec2 authorize-security-group-egress --group-id g --protocol icmp --port -1 --source-group n --group-owner 1": {
        "GroupId": "g",
        "IpPermissions": [
            {
                "IpProtocol": "icmp",
                "FromPort": -1,
                "ToPort": -1,
                "UserIdGroupPairs": [{"GroupName": "n", "UserId": "1"}],
            }
        ],
    },
    "ec2 run-instances --image-id ami-1": {"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1},
    "ec2 run-instances --image-id ami-1 --count 2:4": {"ImageId": "ami-1", "MinCount": 2, "MaxCount": 4},
    "ec2 run-instances --image-id ami-1 --subnet-id s --security-group-ids g --no-associate-public-ip-address": {
        "ImageId": "ami-1",
        "MinCount": 1,
        "MaxCount": 1,
        "NetworkInterfaces": [{"DeviceIndex": 0, "AssociatePublicIpAddress": False, "SubnetId": "s", "Groups": ["g"]}],
    },
    "ec2 run-instances --image-id ami-1 --secondary-private-ip-addresses 10.0.0.4 10.0.0.5 --subnet-id s": {
        "ImageId": "ami-1",
        "MinCount": 1,
        "MaxCount": 1,
        "NetworkInterfaces": [
            {
                "DeviceIndex": 0,
                "PrivateIpAddresses": [
                    {"PrivateIpAddress": "10.0.0.4", "Primary": False},
                    {"PrivateIpAddress": "10.0.0.5", "Primary": False},
                ],
                "SubnetId": "s",
            }
        ],
    },
    "ec2 modify-instance-attribute --instance-id i-1 --no-disable-api-termination": {
        "InstanceId": "i-1",
        "DisableApiTermination": {"Value": False},
    },
    "ec2 modify-instance-attribute --instance-id i-1 --ebs-optimized": {
        "InstanceId": "i-1",
        "EbsOptimized": {"Value": True},
    },
    "ec2 modify-instance-attribute --instance-id i-1 --ebs-optimized Value=false": {
        "InstanceId": "i-1",
        "EbsOptimized": {"Value": False},
    },
    "ec2 modify-instance-attribute --instance-id i-1 --instance-type t3.micro": {
        "InstanceId": "i-1",
        "InstanceType": {"Value": "t3.micro"},
    },
    "ec2 create-network-acl-entry --network-acl-id n --ingress --rule-number 1 --protocol udp --rule-action allow": {
        "NetworkAclId": "n",
        "Egress": False,
        "RuleNumber": 1,
        "Protocol": "17",
        "RuleAction": "allow",
    },
    "ec2 create-image --instance-id i-1 --name web --reboot": {"InstanceId": "i-1", "Name": "web", "NoReboot": False},
    "elb register-instances-with-load-balancer --load-balancer-name l --instances i-1 i-2": {
        "LoadBalancerName": "l",
        "Instances": [{"InstanceId": "i-1"}, {"InstanceId": "i-2"}],
    },
    "elb wait instance-in-service --load-balancer-name l --instances i-1": {
        "LoadBalancerName": "l",
        "Instances": [{"InstanceId": "i-1"}],
    },
    "cloudwatch put-metric-data --namespace n --metric-name m --value 1.5 --unit Bytes --dimensions a=b,c=d": {
        "Namespace": "n",
        "MetricData": [
            {
                "MetricName": "m",
                "Unit": "Bytes",
                "Value": 1.5,
                "Dimensions": [{"Name": "a", "Value": "b"}, {"Name": "c", "Value": "d"}],
            }
        ],
    },
    "ses send-email --from a@example.com --to b@example.com c@example.com --subject s --text t": {
        "Source": "a@example.com",
        "Destination": {"ToAddresses": ["b@example.com", "c@example.com"]},
        "Message": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}},
    },
    "deploy create-deployment --application-name a --s3-location bucket=b,key=k,bundleType=zip": {
        "applicationName": "a",
        "revision": {"revisionType": "S3", "s3Location": {"bucket": "b", "key": "k", "bundleType": "zip"}},
    },
    "emr list-clusters --active": {"ClusterStates": ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING", "TERMINATING"]},
    "emr add-tags --resource-id j-1 --tags a=b c": {
        "ResourceId": "j-1",
        "Tags": [{"Key": "a", "Value": "b"}, {"Key": "c", "Value": ""}],
    },
    "emr terminate-clusters --cluster-ids j-1 j-2": {"JobFlowIds": ["j-1", "j-2"]},
    "configservice put-configuration-recorder --configuration-recorder name=d,roleARN=r --recording-group"
    " allSupported=true": {
        "ConfigurationRecorder": {"name": "d", "roleARN": "r", "recordingGroup": {"allSupported": True}}
    },
    "rds add-option-to-option-group --option-group-name g --options OptionName=OEM,Port=1": {
        "OptionGroupName": "g",
        "OptionsToInclude": [{"OptionName": "OEM", "Port": 1}],
    },
    "rekognition detect-text --image-bytes abc": {"Image": {"Bytes": b"abc"}},
    "translate translate-document --document-content abc --document ContentType=text/plain"
    " --source-language-code en --target-language-code ko": {
        "Document": {"ContentType": "text/plain", "Content": b"abc"},
        "SourceLanguageCode": "en",
        "TargetLanguageCode": "ko",
    },
    "cloudsearch define-index-field --domain-name dom --name n --type int-array --facet-enabled false"
    " --default-value 5": {
        "DomainName": "dom",
        "IndexField": {
            "IndexFieldName": "n",
            "IndexFieldType": "int-array",
            "IntArrayOptions": {"DefaultValue": 5, "FacetEnabled": False},
        },
    },
    "datapipeline activate-pipeline --pipeline-id p --parameter-values a=1 a=2 b=3": {
        "pipelineId": "p",
        "parameterValues": [
            {"id": "a", "stringValue": "1"},
            {"id": "a", "stringValue": "2"},
            {"id": "b", "stringValue": "3"},
        ],
    },
    "datapipeline put-pipeline-definition --pipeline-id p --pipeline-definition"
    ' {"objects":[{"id":"a","type":"T","next":{"ref":"b"}}]}': {
        "pipelineId": "p",
        "pipelineObjects": [
            {
                "id": "a",
                "name": "a",
                "fields": [{"key": "next", "refValue": "b"}, {"key": "type", "stringValue": "T"}],
            }
        ],
    },
    "eks create-cluster --name c --role-arn r --resources-vpc-config subnetIds=a,b --kubernetes-version 1.33": {
        "name": "c",
        "roleArn": "r",
        "resourcesVpcConfig": {"subnetIds": ["a", "b"]},
        "version": "1.33",
    },
    "lambda publish-version --function-name f --code-sha-256 x": {"FunctionName": "f", "CodeSha256": "x"},
}


@pytest.mark.parametrize("text", MADE)
def test_a_hand_made_option_becomes_parameters(grammar: Grammar, text: str) -> None:
    assert grammar.parse(text).parameters == MADE[text]


def test_an_invalidation_has_a_reference_of_its_own_each_time(grammar: Grammar) -> None:
    text = "cloudfront create-invalidation --distribution-id D --paths /a /b"
    first, second = (grammar.parse(text).parameters["InvalidationBatch"] for _ in range(2))
    assert first["Paths"] == {"Quantity": 2, "Items": ["/a", "/b"]}
    assert first["CallerReference"] != second["CallerReference"]


EXCLUDED = {
    "ec2 modify-instance-attribute --instance-id i-1 --ebs-optimized --no-ebs-optimized": "together",
    "ec2 authorize-security-group-ingress --group-id g --ip-permissions IpProtocol=tcp --port 22": "together",
    "ec2 authorize-security-group-ingress --group-id g --protocol foo": "tcp, udp, icmp, all",
    "ec2 authorize-security-group-ingress --group-id g --port a-b": "22 or 8000-8080",
    "ec2 run-instances --image-id i --count many": "1 or 1:10",
    "emr list-clusters --active --failed": "together",
    "cloudwatch put-metric-data --namespace n --metric-name m --dimensions a": "Name1=Value1",
    "cloudfront update-distribution --id D --default-root-object x": "get-distribution-config",
    "deploy create-deployment --application-name a --s3-location bucket=b": "bundleType",
    "translate translate-document --document-content a --document Content=b,ContentType=t --source-language-code en"
    " --target-language-code ko": "--document-content",
}


@pytest.mark.parametrize("text", EXCLUDED)
def test_what_a_hand_made_option_cant_take_is_a_bad_value(refusal: Any, text: str) -> None:
    error = refusal(text)
    assert error.kind == "bad-value"
    assert EXCLUDED[text] in error.message
