"""What AWS costs: budgets and anomalies."""
