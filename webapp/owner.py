"""Whose a reading is: this browser's, known by a random token in a cookie. There are no accounts."""

import hashlib
import re
import secrets

from flask import Response, request

COOKIE = "browser"
LONGEST_AGE = 400 * 24 * 3600  # seconds; browsers cut a longer one down to this


def browser_token() -> str | None:
    """The token in the request's cookie, or None for a browser that has kept nothing yet."""
    token = request.cookies.get(COOKIE, "")
    return token if re.fullmatch(r"[\w-]{43}", token, re.ASCII) else None


def new_token() -> str:
    """Make a token for a browser that has none."""
    return secrets.token_urlsafe(32)


def owner_of(token: str) -> str:
    """What the history knows a browser by: whoever reads the database cannot put on its cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


def current_owner() -> str | None:
    """The owner that the request comes from, or None for a browser that has kept nothing yet."""
    token = browser_token()
    return token and owner_of(token)


def remember(response: Response, token: str) -> None:
    """Let the browser keep its token; each new reading starts its long life again."""
    response.set_cookie(COOKIE, token, max_age=LONGEST_AGE, httponly=True, samesite="Lax", secure=_over_https())


def _over_https() -> bool:
    # Hosts end TLS in front of the app and say so here. A browser that lies about it fools only itself.
    return request.is_secure or request.headers.get("X-Forwarded-Proto", "").startswith("https")
