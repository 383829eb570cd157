"""What S3's object-level operations do, in words.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
"""

from __future__ import annotations

from typing import NamedTuple


class Deed(NamedTuple):
    """An operation in words: `uploaded …`, `upload …`, and its name as a Korean noun; what it does to the data."""

    done: str
    wanted: str
    korean: str
    effect: str = "read"


OBJECT_DEEDS = {
    "AbortMultipartUpload": Deed(
        "aborted the multipart upload of", "abort the multipart upload of", "멀티파트 업로드 중단", "write"
    ),
    "CompleteMultipartUpload": Deed(
        "uploaded (in parts)", "complete the multipart upload of", "멀티파트 업로드 완료", "write"
    ),
    "CopyObject": Deed("copied", "copy", "복사", "write"),
    "CreateMultipartUpload": Deed(
        "began a multipart upload of", "begin a multipart upload of", "멀티파트 업로드 시작", "write"
    ),
    "CreateSession": Deed("opened a session on", "open a session on", "세션 열기"),
    "DeleteMultipleObjects": Deed(
        "deleted several objects in", "delete several objects in", "여러 객체 삭제", "delete"
    ),
    "DeleteObject": Deed("deleted", "delete", "삭제", "delete"),
    "DeleteObjectAnnotation": Deed("deleted an annotation of", "delete an annotation of", "주석 삭제", "write"),
    "DeleteObjectTagging": Deed("removed the tags of", "remove the tags of", "태그 삭제", "write"),
    "DeleteObjects": Deed("deleted several objects in", "delete several objects in", "여러 객체 삭제", "delete"),
    "GetObject": Deed("downloaded", "download", "다운로드"),
    "GetObjectAcl": Deed("read the access list of", "read the access list of", "ACL 조회"),
    "GetObjectAnnotation": Deed("read an annotation of", "read an annotation of", "주석 조회"),
    "GetObjectAttributes": Deed("read the attributes of", "read the attributes of", "속성 조회"),
    "GetObjectLegalHold": Deed("read the legal hold of", "read the legal hold of", "법적 보존 조회"),
    "GetObjectLockLegalHold": Deed("read the legal hold of", "read the legal hold of", "법적 보존 조회"),
    "GetObjectLockRetention": Deed("read the retention of", "read the retention of", "보존 기간 조회"),
    "GetObjectRetention": Deed("read the retention of", "read the retention of", "보존 기간 조회"),
    "GetObjectTagging": Deed("read the tags of", "read the tags of", "태그 조회"),
    "GetObjectTorrent": Deed("got the torrent of", "get the torrent of", "토렌트 조회"),
    "HeadBucket": Deed("looked for the bucket", "look for the bucket", "버킷 확인"),
    "HeadObject": Deed("looked at", "look at", "정보 조회"),
    "InitiateMultipartUpload": Deed(
        "began a multipart upload of", "begin a multipart upload of", "멀티파트 업로드 시작", "write"
    ),
    "ListMultipartUploads": Deed(
        "listed the unfinished uploads in", "list the unfinished uploads in", "진행 중인 업로드 목록 조회"
    ),
    "ListObjectAnnotations": Deed("listed the annotations of", "list the annotations of", "주석 목록 조회"),
    "ListObjectVersions": Deed("listed the object versions in", "list the object versions in", "객체 버전 목록 조회"),
    "ListObjects": Deed("listed the objects in", "list the objects in", "객체 목록 조회"),
    "ListObjectsV2": Deed("listed the objects in", "list the objects in", "객체 목록 조회"),
    "ListParts": Deed("listed the uploaded parts of", "list the uploaded parts of", "업로드된 파트 목록 조회"),
    "ListVersions": Deed("listed the object versions in", "list the object versions in", "객체 버전 목록 조회"),
    "OptionsObject": Deed("asked for the CORS rules of", "ask for the CORS rules of", "CORS 확인"),
    "PostObject": Deed("uploaded (by a form)", "upload (by a form)", "폼 업로드", "write"),
    "PutObject": Deed("uploaded", "upload", "업로드", "write"),
    "PutObjectAcl": Deed("changed the access list of", "change the access list of", "ACL 변경", "permissions"),
    "PutObjectAnnotation": Deed("annotated", "annotate", "주석 추가", "write"),
    "PutObjectLegalHold": Deed(
        "changed the legal hold of", "change the legal hold of", "법적 보존 변경", "permissions"
    ),
    "PutObjectLockLegalHold": Deed(
        "changed the legal hold of", "change the legal hold of", "법적 보존 변경", "permissions"
    ),
    "PutObjectLockRetention": Deed(
        "changed the retention of", "change the retention of", "보존 기간 변경", "permissions"
    ),
    "PutObjectRetention": Deed("changed the retention of", "change the retention of", "보존 기간 변경", "permissions"),
    "PutObjectTagging": Deed("tagged", "tag", "태그 변경", "write"),
    "RenameObject": Deed("renamed", "rename", "이름 변경", "write"),
    "RestoreObject": Deed("asked for the archive copy of", "restore from the archive", "아카이브 복원 요청", "write"),
    "SelectObjectContent": Deed("queried", "query", "내용 질의"),
    "UpdateObjectEncryption": Deed(
        "changed the encryption of", "change the encryption of", "암호화 변경", "permissions"
    ),
    "UploadPart": Deed("uploaded a part of", "upload a part of", "파트 업로드", "write"),
    "UploadPartCopy": Deed("copied a part into", "copy a part into", "파트 복사", "write"),
    "WriteGetObjectResponse": Deed(
        "answered (as an Object Lambda) for", "answer (as an Object Lambda) for", "Object Lambda 응답", "write"
    ),
}
"""Every operation that CloudTrail records as a data event of S3, by its `eventName`."""

HAPPENED = {
    "ObjectCreated": ("uploaded", "업로드"),
    "ObjectRemoved": ("deleted", "삭제"),
    "ObjectRestore:Completed": ("restored from the archive", "아카이브에서 복원 완료"),
    "ObjectRestore:Delete": ("restored copy expired", "복원본 만료"),
    "ObjectRestore": ("restore asked for", "복원 요청"),
    "ObjectTagging": ("tags changed", "태그 변경"),
    "ObjectAcl": ("access list changed", "ACL 변경"),
    "LifecycleExpiration": ("expired by lifecycle", "수명 주기로 만료"),
    "LifecycleTransition": ("moved to another storage class", "스토리지 클래스 이동"),
    "IntelligentTiering": ("moved to another access tier", "액세스 계층 이동"),
    "ReducedRedundancyLostObject": ("lost", "유실"),
    "Replication:OperationFailedReplication": ("could not be replicated", "복제 실패"),
    "Replication:OperationMissedThreshold": ("is replicated too slowly", "복제 지연"),
    "Object Created": ("uploaded", "업로드"),
    "Object Deleted": ("deleted", "삭제"),
    "Object Restore Completed": ("restored from the archive", "아카이브에서 복원 완료"),
    "Object Restore Expired": ("restored copy expired", "복원본 만료"),
    "Object Restore Initiated": ("restore asked for", "복원 요청"),
    "Object Tags Added": ("tags added", "태그 추가"),
    "Object Tags Deleted": ("tags deleted", "태그 삭제"),
    "Object ACL Updated": ("access list changed", "ACL 변경"),
    "Object Storage Class Changed": ("moved to another storage class", "스토리지 클래스 이동"),
    "Object Access Tier Changed": ("moved to another access tier", "액세스 계층 이동"),
}
"""What S3's own events say, by how their name begins, the longer first."""

SOURCES = ("aws.s3", "aws.s3-outposts", "aws.s3express")

DETAIL_TYPES = (
    "Object ACL Updated",
    "Object Access Tier Changed",
    "Object Created",
    "Object Deleted",
    "Object Restore Completed",
    "Object Restore Expired",
    "Object Restore Initiated",
    "Object Storage Class Changed",
    "Object Tags Added",
    "Object Tags Deleted",
)
"""What S3 itself sends to EventBridge: https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html"""
