"""Replay a real bank's history: the Berka (PKDD'99) data, through the commands that the API uses.

    reading (prepared | original, ordering) -> archive -> loading -> proving

Import only from the command line (`manage.py replay_berka`): the data is not part of the product.
"""
