"""What is owed: payments, their allocation, aging."""
