"""The kinds of questions a flow is made of."""
