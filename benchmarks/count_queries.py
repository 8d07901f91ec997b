"""`python count_queries.py PATH…`: how many statements each answer takes that is not the first, as JSON.

For any Django site: run it in the site's folder, with DJANGO_SETTINGS_MODULE. What Django asks an idle connection
before its first statement of a request (CONN_HEALTH_CHECKS) is not among them.
"""

import json
import os
import sys


def count(path: str) -> int:
    """Ask three times, as a reader of the site `localhost`; return what the third took."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost"})
    for _time in range(3):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        assert response.status_code == 200, f"{path} answers {response.status_code}"
    return len(queries)


if __name__ == "__main__":
    # The names beside this file are not the site's.
    sys.path[0] = os.getcwd()
    import django

    django.setup()
    print(json.dumps({path: count(path) for path in sys.argv[1:]}))
