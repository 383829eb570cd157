"""Resources and rules that AWS Config watches."""
