"""Services of AWS App Runner."""
