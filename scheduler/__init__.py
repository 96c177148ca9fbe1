"""Time: plans become timer rows, due ones become inbound events."""
