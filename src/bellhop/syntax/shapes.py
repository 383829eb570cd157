"""botocore's model classes under one roof: the grammar reads shapes, and never makes a session or a client.

https://github.com/boto/botocore/blob/develop/botocore/model.py
"""

from __future__ import annotations

from botocore.model import ListShape, MapShape, OperationModel, ServiceModel, Shape, StructureShape

__all__ = ["ListShape", "MapShape", "OperationModel", "ServiceModel", "Shape", "StructureShape", "is_document"]


def is_document(shape: Shape) -> bool:
    """Say whether a shape is a free-form document, which AWS takes as any JSON."""
    return bool(getattr(shape, "is_document_type", False))
