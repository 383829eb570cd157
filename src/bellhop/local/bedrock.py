"""A stand-in for a language model of Amazon Bedrock: it says what it was asked, so that a prompt can be looked at.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
"""

from __future__ import annotations

from typing import Any

from bellhop.local.modelled import Fault, Where

_REFUSED = "no-such-model"


class BedrockRuntime:
    """Answers Converse; every model is there but `no-such-model`."""

    def converse(self, _: Where, **given: Any) -> dict[str, Any]:
        """Says the last thing that was asked back."""
        if given["modelId"] == _REFUSED:
            raise Fault("ResourceNotFoundException", f"Could not resolve the foundation model {_REFUSED}.")
        asked = "\n".join(part.get("text", "") for part in given["messages"][-1]["content"])
        said = f"A stand-in for {given['modelId']} was asked:\n{asked}"
        return {
            "output": {"message": {"role": "assistant", "content": [{"text": said}]}},
            "stopReason": "end_turn",
            "usage": {"inputTokens": len(asked), "outputTokens": len(said), "totalTokens": len(asked) + len(said)},
            "metrics": {"latencyMs": 1},
        }
