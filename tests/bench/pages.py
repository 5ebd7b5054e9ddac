def rows(s):
    return iter(())
