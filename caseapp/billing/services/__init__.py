"""What can be done with a firm's money, verb by verb, one module a noun."""
