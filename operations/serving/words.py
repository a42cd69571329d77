"""What the server says by itself, where no page of the site can be made: without a template, in both languages."""

from dataclasses import dataclass

HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Connection", "close"),
]


@dataclass(frozen=True)
class Words:
    status: int
    english: str
    chinese: str
    retry_after: int = 0  # seconds

    def send(self, protocol):
        headers = list(HEADERS)
        if self.retry_after:
            headers.append(("Retry-After", str(self.retry_after)))
        text = f"{self.english}\n{self.chinese}\n"
        protocol.response_bytes(self.status, headers, text.encode())


NO_LENGTH = Words(
    411,
    "Nothing was saved: the request does not say how long it is (Content-Length).",
    "没有保存任何内容：请求没有说明自己的长度（Content-Length）。",
)
TOO_SLOW = Words(
    408,
    "Nothing was saved: what you sent did not arrive in time. Go back, where it still stands, and try again.",
    "没有保存任何内容：你发送的内容没有及时到达。请返回上一页（内容仍在那里），然后重试。",
)
TOO_MANY = Words(
    503,
    "Nothing was saved: too many people are sending something. Go back, where it still stands, and try again.",
    "没有保存任何内容：发送内容的人太多。请返回上一页（内容仍在那里），然后重试。",
    retry_after=5,
)
NOT_FINISHED = Words(
    503,
    "The site is being started anew, and this was not finished. Go back and try again in a moment.",
    "网站正在重新启动，这次操作没有完成。请返回上一页，稍后重试。",
    retry_after=10,
)
BROKEN = Words(
    500,
    "An error on our side. What was saved before is safe.",
    "我们这边出现了错误。之前保存的内容是安全的。",
)
