"""What the AWS CLI does by hand for some operations, kept as data where it can be.

`names` and `refused` are tables; the other modules each hold the hand-made options of a family of operations.
https://github.com/aws/aws-cli/tree/develop/awscli/customizations
"""
