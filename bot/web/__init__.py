"""The aiohttp application: health, metrics, webhook and chat."""
