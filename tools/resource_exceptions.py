"""Where a parameter and the variable of a resource's ARN are named differently, by hand, by AWS's pages.

The ARNs stand in the service authorization reference:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
A slot's value may begin with a sign: `~` = unknown text may stand before it (a path), `-` = unknown text stands after a
dash, `/` = its leading slash is dropped, `^` = it is in lower case however it is typed, `=` = it may hold colons,
`<` = it is the URL of a queue, `>` = it is a source to copy from, `#` = with a slash it is something else.
"""

SLOTS = {
    "autoscaling.GroupFriendlyName": "AutoScalingGroupName",
    "autoscaling.LaunchConfigurationFriendlyName": "LaunchConfigurationName",
    "codebuild.ProjectName": "projectName",
    "docdb.DbClusterInstanceName": "DBClusterIdentifier",
    "docdb.DbInstanceName": "DBInstanceIdentifier",
    "ec2.KeyPairName": "KeyName",
    "ec2.SecurityGroupId": "GroupId",
    "ecr.RepositoryName": "repositoryName",
    "iam.GroupNameWithPath": "~GroupName",
    "iam.InstanceProfileNameWithPath": "~InstanceProfileName",
    "iam.RoleNameWithPath": "~RoleName",
    "iam.UserNameWithPath": "~UserName",
    "neptune.DbClusterInstanceName": "DBClusterIdentifier",
    "neptune.DbInstanceName": "DBInstanceIdentifier",
    "rds.ClusterParameterGroupName": "DBClusterParameterGroupName",
    "rds.ClusterSnapshotName": "DBClusterSnapshotIdentifier",
    "rds.DbClusterInstanceName": "DBClusterIdentifier",
    "rds.DbInstanceName": "DBInstanceIdentifier",
    "rds.ParameterGroupName": "DBParameterGroupName",
    "rds.SnapshotName": "DBSnapshotIdentifier",
    "rds.SubnetGroupName": "DBSubnetGroupName",
    "redshift.ClusterName": "ClusterIdentifier",
    "s3.ObjectName": "=Key",
    "secretsmanager.SecretId": "-SecretId",
    "sqs.QueueName": "<QueueUrl",
    "ssm.ParameterNameWithoutLeadingSlash": "/Name",
}
"""`service.Variable` → the parameter that holds it."""

SIGNS = {"docdb": "^", "kms": "#", "neptune": "^", "rds": "^", "redshift": "^", "route53": "#"}
"""Signs of all of a service's slots."""

ENTRIES = {
    "lambda.Invoke lambda:InvokeFunction": "?arn:$P:lambda:$R:$A:function:{FunctionName} "
    "?arn:$P:lambda:$R:$A:function:{FunctionName}:{Qualifier}",
    "lambda.InvokeAsync lambda:InvokeFunction": "!arn:$P:lambda:$R:$A:function:{FunctionName}",
    "logs.FilterLogEvents logs:FilterLogEvents": "!arn:$P:logs:$R:$A:log-group:{logGroupName}:{*}",
    "s3.CopyObject s3:GetObject": "!arn:$P:s3:::{>CopySource}",
    "s3.DeleteObjects s3:DeleteObject": "!arn:$P:s3:::{Bucket}/{=Delete.Objects[].Key}",
    "s3.ListObjects s3:ListBucket": "!arn:$P:s3:::{Bucket}",
    "s3.ListObjectsV2 s3:ListBucket": "!arn:$P:s3:::{Bucket}",
    "s3.HeadBucket s3:ListBucket": "!arn:$P:s3:::{Bucket}",
    "sqs.CreateQueue sqs:CreateQueue": "!arn:$P:sqs:$R:$A:{QueueName}",
    "sqs.GetQueueUrl sqs:GetQueueUrl": "!arn:$P:sqs:$R:{QueueOwnerAWSAccountId}:{QueueName}",
    "ssm.GetParameters ssm:GetParameters": "!arn:$P:ssm:$R:$A:parameter/{/Names[]}",
    "ssm.GetParametersByPath ssm:GetParametersByPath": "!arn:$P:ssm:$R:$A:parameter/{/Path}",
    "ssm.DeleteParameters ssm:DeleteParameters": "!arn:$P:ssm:$R:$A:parameter/{/Names[]}",
}
"""`service.Operation action` → the resources, where the rules fall short."""

TEMPLATES = {
    "arn:$P:logs:$R:$A:log-group:${LogGroupName}": "arn:$P:logs:$R:$A:log-group:${LogGroupName}:${*}",
}
"""ARNs that services check in another form than the reference names."""
