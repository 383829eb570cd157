"""Jobs, crawlers and the catalog of AWS Glue."""
