"""Chat text → `Command`: the AWS CLI's grammar, written anew over botocore's models.

`Grammar(Models(folder)).parse(text)` is the whole of it; `compile.compiled(folder)` makes a service's first command
fast. Nothing here opens a socket, reads a clock or the environment, or knows a session or a client.
https://docs.aws.amazon.com/cli/latest/userguide/cli-usage.html
"""

from bellhop.syntax.complete import Completion
from bellhop.syntax.grammar import Grammar
from bellhop.syntax.models import Models, Operation
from bellhop.syntax.options import Option
from bellhop.syntax.parse import Reading

__all__ = ["Completion", "Grammar", "Models", "Operation", "Option", "Reading"]
