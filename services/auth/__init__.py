"""Auth: who you are. Users, roles, factors, sign-ins and the tokens that prove them."""
