"""`/api/v1/`: the newsroom's verbs for programs, described by OpenAPI at `/api/v1/openapi.json`."""
