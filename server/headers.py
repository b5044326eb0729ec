"""Security headers on every answer of the server, and nothing of ours kept in a browser's cache."""

import base64
import hashlib
import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# Pictures pass through these: /media is Streamlit's, the rest is ours.
UNKEPT = ("/media/", "/ready", "/live")


def policy(page: str) -> str:
    """The Content-Security-Policy for Streamlit's page; its inline scripts are allowed by their hashes.

    Components bring their JavaScript as blob: and their style inline; nothing may come from another host.
    """
    scripts = " ".join(f"'sha256-{_hash(s)}'" for s in INLINE.findall(page))
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' blob: {scripts}".strip(),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


class Headers:
    """ASGI middleware. `page` is the HTML that Streamlit serves."""

    def __init__(self, app: ASGIApp, page: str) -> None:
        self.app = app
        self.always = {
            "Content-Security-Policy": policy(page),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
            # not no-referrer: with it browsers send "Origin: null", which Streamlit's upload would refuse
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.always.items():
                    headers[name] = value
                if scope["path"].startswith(UNKEPT):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, dressed)
