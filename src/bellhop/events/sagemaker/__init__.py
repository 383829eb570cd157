"""Models, jobs and endpoints of Amazon SageMaker AI."""
