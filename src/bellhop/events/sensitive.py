"""API calls that a person should know of at once, and why.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html
"""

from __future__ import annotations

from typing import NamedTuple

from bellhop.notification import Severity


class Why(NamedTuple):
    """Why a call matters, in both languages, and how much."""

    english: str
    korean: str
    severity: Severity = Severity.MEDIUM


_BLIND = Why("Activity here may go unrecorded.", "이 계정의 활동이 기록되지 않을 수 있습니다.", Severity.HIGH)
_GUARD = Why("A guard that watches the account is off.", "계정을 감시하는 보호 기능이 꺼집니다.", Severity.HIGH)
_KEY = Why("What this key encrypts is unreadable.", "이 키로 암호화한 데이터를 읽을 수 없게 됩니다.", Severity.HIGH)
_TRAIL = Why("This changes what is recorded of this account.", "이 계정에서 기록되는 내용이 바뀝니다.")
_RIGHTS = Why("This changes what somebody may do.", "누군가의 권한이 바뀝니다.")
_LOGIN = Why("This changes how somebody can sign in.", "누군가의 로그인 수단이 바뀝니다.")
_NETWORK = Why("This changes who can reach what over the network.", "네트워크 접근 범위가 바뀝니다.")
_DATA = Why("Data may be lost.", "데이터가 사라질 수 있습니다.")

OPENED = Why("This lets the whole internet in.", "인터넷 전체에 열립니다.", Severity.HIGH)

_CALLS = {
    _BLIND: """DeleteFlowLogs DeleteTrail DeleteEventDataStore StopEventDataStoreIngestion StopLogging
        DeleteConfigurationRecorder DeleteDeliveryChannel StopConfigurationRecorder""",
    _TRAIL: "PutEventSelectors UpdateTrail",
    _GUARD: """DeleteAnalyzer DeleteDetector DisableMacie DisableSecurityHub DisassociateFromAdministratorAccount
        DisassociateFromMasterAccount LeaveOrganization""",
    _KEY: "DeleteImportedKeyMaterial DisableKey ScheduleKeyDeletion",
    _RIGHTS: """AddUserToGroup AttachGroupPolicy AttachRolePolicy AttachUserPolicy CreatePolicyVersion
        DeleteGroupPolicy DeleteRolePermissionsBoundary DeleteRolePolicy DeleteUserPolicy DetachGroupPolicy
        DetachRolePolicy DetachUserPolicy PutGroupPolicy PutKeyPolicy PutRolePermissionsBoundary PutRolePolicy
        PutUserPolicy SetDefaultPolicyVersion UpdateAssumeRolePolicy""",
    _LOGIN: """ChangePassword CreateAccessKey CreateLoginProfile CreateUser DeactivateMFADevice
        DeleteAccountPasswordPolicy DeleteAlternateContact DeleteVirtualMFADevice PutAlternateContact
        UpdateAccountPasswordPolicy UpdateLoginProfile""",
    _NETWORK: """AttachInternetGateway AuthorizeDBSecurityGroupIngress AuthorizeSecurityGroupEgress
        AuthorizeSecurityGroupIngress CreateInternetGateway CreateNetworkAclEntry CreateRoute DeleteNetworkAcl
        DeleteNetworkAclEntry DisassociateWebACL ReplaceNetworkAclEntry ReplaceRoute RevokeSecurityGroupEgress
        RevokeSecurityGroupIngress""",
    _DATA: """DeleteBackupVault DeleteCluster DeleteDBCluster DeleteDBInstance DeleteDBSnapshot DeleteFileSystem
        DeleteRecoveryPoint DeleteSnapshot DeleteStack DeleteTable DeleteVolume TerminateInstances""",
}

SENSITIVE = {call: why for why, calls in _CALLS.items() for call in calls.split()}
"""By `eventName`."""
