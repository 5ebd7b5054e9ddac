"""The hub's own WebSub hub: who wants a feed, whether they meant it, and handing it over when it changes.

Locks are taken in one order everywhere: the work of a subscription first, then the subscription.
"""
