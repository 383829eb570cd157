from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tests.local.conftest import World

ASKED = [{"role": "user", "content": [{"text": "How many?"}]}]


def test_the_stand_in_says_what_it_was_asked(world: World) -> None:
    answer = world.client("bedrock-runtime").converse(modelId="some.model-v1:0", messages=ASKED)
    assert answer["output"]["message"]["content"] == [{"text": "A stand-in for some.model-v1:0 was asked:\nHow many?"}]
    assert answer["stopReason"] == "end_turn"


def test_what_the_model_of_the_api_does_not_allow_is_refused(world: World) -> None:
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        world.client("bedrock-runtime").converse(modelId="no-such-model", messages=ASKED)
    with pytest.raises(ClientError, match="ValidationException"):
        world.client("bedrock-runtime").converse(modelId="no model", messages=ASKED)


def test_its_control_plane_is_still_motos(world: World) -> None:
    assert world.client("bedrock").list_custom_models()["modelSummaries"] == []
