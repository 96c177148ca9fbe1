"""Makes the weights in `nlp/data` anew; never imported by the service."""
