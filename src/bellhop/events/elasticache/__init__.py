"""Caches in Amazon ElastiCache, and the events that they tell of.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ECEvents.SNS.html
"""

EVENTS = (
    "AddCacheNodeComplete",
    "AddCacheNodeFailed",
    "CacheClusterParametersChanged",
    "CacheClusterProvisioningComplete",
    "CacheClusterProvisioningFailed",
    "CacheClusterScalingComplete",
    "CacheClusterScalingFailed",
    "CacheClusterSecurityGroupModified",
    "CacheNodeReplaceComplete",
    "CacheNodeReplaceStarted",
    "CacheNodesRebooted",
    "CreateReplicationGroupComplete",
    "CreateReplicationGroupFailed",
    "DeleteCacheClusterComplete",
    "FailoverComplete",
    "NodeReplacementCanceled",
    "NodeReplacementRescheduled",
    "NodeReplacementScheduled",
    "RemoveCacheNodeComplete",
    "ReplicationGroupScalingComplete",
    "ReplicationGroupScalingFailed",
    "ServiceUpdateAvailableForNode",
    "SnapshotComplete",
    "SnapshotFailed",
)
