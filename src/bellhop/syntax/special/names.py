"""Where the AWS CLI's names differ from those that a service's model gives."""

from __future__ import annotations

from collections.abc import Mapping

SERVICES: Mapping[str, str] = {
    "configservice": "config",
    "deploy": "codedeploy",
    "runtime.sagemaker": "sagemaker-runtime",
    "s3api": "s3",
}
"""The CLI's name of a service → botocore's, where they differ."""

NICKNAMES = frozenset({"runtime.sagemaker"})
"""Names that are understood but not listed: another name of the same service is the usual one."""

VERBS: Mapping[str, Mapping[str, str]] = {
    "cloudwatch": {
        "get-o-tel-enrichment": "GetOTelEnrichment",
        "start-o-tel-enrichment": "StartOTelEnrichment",
        "stop-o-tel-enrichment": "StopOTelEnrichment",
    },
    "emr": {"terminate-clusters": "TerminateJobFlows"},
    "mturk": {"list-hi-ts-for-qualification-type": "ListHITsForQualificationType"},
    "rds": {
        "add-option-to-option-group": "ModifyOptionGroup",
        "remove-option-from-option-group": "ModifyOptionGroup",
    },
    "signin": {"create-o-auth2-token": "CreateOAuth2Token"},
    "socialmessaging": {"delete-whatsapp-media-message": "DeleteWhatsAppMessageMedia"},
}
"""A service's verbs that its model doesn't give → the operation that they call."""

_RENAMED = """
apigateway         create-rest-api                                     version            api-version
apigatewayv2       create-api,update-api                               version            api-version
clouddirectory     publish-schema                                      version            schema-version
cloudsearchdomain  search                                              query              search-query
cloudsearchdomain  suggest                                             query              suggest-query
codepipeline       create-custom-action-type,delete-custom-action-type version            action-version
codepipeline       get-action-type                                     version            action-version
codepipeline       get-pipeline                                        version            pipeline-version
controltower       create-landing-zone,update-landing-zone             version            landing-zone-version
datapipeline       *                                                   query              objects-query
datapipeline       get-pipeline-definition                             version            pipeline-version
deploy             *                                                   s-3-location       s3-location
deploy             *                                                   ec-2-tag-filters   ec2-tag-filters
ec2                create-image                                        no-no-reboot       reboot
ec2                *                                                   no-egress          ingress
ec2                *                                     no-disable-api-termination       enable-api-termination
ecs                *                                     no-enable-execute-command        disable-execute-command
eks                create-cluster,create-nodegroup                     version            kubernetes-version
eks                update-cluster-version,update-nodegroup-version     version            kubernetes-version
eks                update-cluster-components-version                   version            kubernetes-version
emr                *                                                   job-flow-ids       cluster-ids
emr                *                                                   job-flow-id        cluster-id
gamelift           create-build,update-build                           version            build-version
gamelift           create-script,update-script                         version            script-version
glue               get-unfiltered-partition-metadata                   region             resource-region
glue               get-unfiltered-partitions-metadata                  region             resource-region
glue               get-unfiltered-table-metadata                       region             resource-region
iotwireless        *                                                   lo-ra-wan          lorawan
kinesisanalytics   add-application-output                              output             application-output
kinesisanalyticsv2 add-application-output                              output             application-output
lex-models         delete-bot,delete-bot-version                       version            bot-version
lex-models         delete-intent,delete-intent-version,get-intent      version            intent-version
lex-models         delete-slot-type,delete-slot-type-version           version            slot-type-version
lex-models         get-slot-type                                       version            slot-type-version
lex-models         get-export                                          version            resource-version
license-manager    get-grant,delete-grant                              version            grant-version
license-manager    get-license                                         version            license-version
mturk              list-qualification-types                            query              types-query
pinpoint           get-campaign-version                                version            campaign-version
pinpoint           get-segment-version                                 version            segment-version
pinpoint           *                                                   version            template-version
rds                add-option-to-option-group                          options-to-include options
rds                remove-option-from-option-group                     options-to-remove  options
rekognition        create-stream-processor                             output             stream-processor-output
route53            delete-traffic-policy,get-traffic-policy            version            traffic-policy-version
route53            update-traffic-policy-comment                       version            traffic-policy-version
route53domains     view-billing                                        start              start-time
route53domains     view-billing                                        end                end-time
sagemaker          delete-image-version,describe-image-version         version            version-number
sagemaker          list-aliases,update-image-version                   version            version-number
schemas            *                                                   version            schema-version
ses                send-email                                          source             from
sns                subscribe                                           endpoint           notification-endpoint
stepfunctions      send-task-success                                   output             task-output
swf                register-activity-type                              version            activity-version
swf                register-workflow-type                              version            workflow-version
workdocs           create-notification-subscription                    endpoint           notification-endpoint
workdocs           describe-users                                      query              user-query
"""

_ALIASES = """
cognito-identity   create-identity-pool           open-id-connect-provider-arns open-id-connect-provider-ar-ns
deploy             create-deployment-group,update-deployment-group              ec2-tag-set     ec-2-tag-set
deploy             list-application-revisions                                   s3-bucket       s-3-bucket
deploy             list-application-revisions                                   s3-key-prefix   s-3-key-prefix
elasticache        create-replication-group       preferred-cache-cluster-azs   preferred-cache-cluster-a-zs
iam                enable-mfa-device,resync-mfa-device         authentication-code1   authentication-code-1
iam                enable-mfa-device,resync-mfa-device         authentication-code2   authentication-code-2
importexport       get-shipping-label                                           street1         street-1
importexport       get-shipping-label                                           street2         street-2
importexport       get-shipping-label                                           street3         street-3
lambda             publish-version                                              code-sha256     code-sha-256
lightsail          import-key-pair                              public-key-base64    public-key-base-64
mgn                *    replication-servers-security-groups-ids   replication-servers-security-groups-i-ds
mgn                *                                      source-server-ids    source-server-i-ds
mgn                *    replication-configuration-template-ids    replication-configuration-template-i-ds
route53domains     view-billing                                                 start-time      start
storagegateway     describe-tapes,describe-tape-archives                        tape-arns       tape-ar-ns
storagegateway     describe-vtl-devices                                    vtl-device-arns      vtl-device-ar-ns
storagegateway     describe-cached-iscsi-volumes,describe-stored-iscsi-volumes  volume-arns     volume-ar-ns
"""

Rules = Mapping[tuple[str, str], tuple[tuple[str, str], ...]]


def _rules(table: str) -> Rules:
    found: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    for line in table.strip().splitlines():
        service, verbs, old, new = line.split()
        for verb in verbs.split(","):
            found[service, verb] = (*found.get((service, verb), ()), (old, new))
    return found


_RENAMES_BY_VERB = _rules(_RENAMED)
_ALIASES_BY_VERB = _rules(_ALIASES)


def renames(service: str, verb: str) -> tuple[tuple[str, str], ...]:
    """Return the options of a command that the CLI calls otherwise, as (the model's name, the CLI's name)."""
    return _RENAMES_BY_VERB.get((service, verb), ()) + _RENAMES_BY_VERB.get((service, "*"), ())


def aliases(service: str, verb: str) -> tuple[tuple[str, str], ...]:
    """Return the options of a command that are understood under an older name too, as (name, older name)."""
    return _ALIASES_BY_VERB.get((service, verb), ()) + _ALIASES_BY_VERB.get((service, "*"), ())
