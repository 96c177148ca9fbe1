"""What the core needs from outside, as protocols. `bot.storage` keeps all of them."""
