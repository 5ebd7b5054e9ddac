"""The protocol of a WebSub hub (W3C Recommendation of 23 January 2018), as plain values; no network here."""
