"""The programme's year as data, its working days and what is due for whom."""
