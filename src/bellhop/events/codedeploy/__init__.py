"""Deployments by CodeDeploy, on their way to servers, functions and containers."""
