"""An AWS for one machine: moto's server in process, plus the side effects that moto leaves out.

moto answers API calls; here the calls have consequences, as in AWS: CloudTrail records them, EventBridge rules
match the records, metrics move, alarms change state, SNS posts signed messages over HTTP, Lambda functions run.
"""

from __future__ import annotations

import importlib.util

from bellhop.errors import SetupError

if importlib.util.find_spec("moto") is None:
    raise SetupError("the local AWS needs moto, which is not installed", fix="pip install 'bellhop-aws[local]'")

from bellhop.local.aws import LocalAws  # it imports moto

__all__ = ["LocalAws"]
