"""Hands one post to one account on one platform, and says where it went.

A pure library: `post` goes in, `receipt` comes out, `errors` says why not. `registry.make` builds the adapter of an
account; `protocol` says what every adapter can do and what some can do besides.
"""
