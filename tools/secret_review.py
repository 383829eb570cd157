"""The second reading of `secret_paths.json`: what it should not hide, what it should, and why; applied by the builder.

A path is dropped if what stands there gives nobody access: it names a secret, is public by design, or is needed to
find the thing that the answer is about. A path is added if the models call its content a secret by neither name nor
trait together, so that the rules of `bellhop.aws.redact` would let it pass.
"""

from __future__ import annotations

DROPPED = {
    ("apprunner", "*", "RuntimeEnvironmentSecrets{}"): "values are ARNs of secrets and parameters, not their content",
    ("kinesisvideo", "*", "MediaUriSecretArn"): "an ARN names a secret and opens nothing",
    ("ssm-sap", "*", "SecretId"): "the name of a secret in Secrets Manager",
    ("ivs-realtime", "*", "publicKeyMaterial"): "a public key is public",
    ("quicksight", "*", "OAuthTokenEndpointUrl"): "the address that tokens are asked of, not a token",
    ("appstream", "*", "AccountName"): "the account's name; its password stays hidden",
    ("codepipeline", "*", "artifactCredentials.accessKeyId"): "an access key's id is no secret; the key stays hidden",
    ("s3control", "*", "Credentials.AccessKeyId"): "as above; the operation is refused besides",
    ("amplifybackend", "*", "EmailSettings"): "the text of an e-mail to whoever forgot a password",
    ("amplifybackend", "*", "SmsSettings"): "the text of a message to whoever forgot a password",
}
"""(botocore's service, operation or `*`, how the path ends) → why it is shown."""

_APPRUNNER = "environment variables are kept in plain text, and people put passwords there, as with Lambda's"
_APP = "Service.SourceConfiguration"
_CODE = f"{_APP}.CodeRepository.CodeConfiguration.CodeConfigurationValues.RuntimeEnvironmentVariables{{}}"
_IMAGE = f"{_APP}.ImageRepository.ImageConfiguration.RuntimeEnvironmentVariables{{}}"

ADDED = {
    **{
        ("apprunner", f"{verb}Service", path): _APPRUNNER
        for verb in ("Create", "Delete", "Describe", "Pause", "Resume", "Update")
        for path in (_CODE, _IMAGE)
    },
}
"""(botocore's service, operation, path) → why it is hidden."""
