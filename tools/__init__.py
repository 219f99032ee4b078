"""What measures the programs, and belongs to none of them."""
