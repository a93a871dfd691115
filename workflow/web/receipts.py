"""Where GOV.UK Notify tells what became of messages. It shows a token that was agreed with it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from notifications.channels.delivery import CallbackRefused, from_callback
from workflow.scheduler.receipts import take_in
from workflow.web.site import Here

ROUTES = APIRouter()


async def _body(request: Request) -> bytes:
    return await request.body()


@ROUTES.post("/receipts/notify")
def receipt(request: Request, site: Here, body: Annotated[bytes, Depends(_body)]) -> Response:
    """Put down what became of a message. One that is not ours is taken too, or it would come again.

    Without a token in the settings there is no such page.
    """
    token = site.app.settings.notify_callback_token
    if not token:
        raise HTTPException(404)
    try:
        shown = request.headers.get("authorization", "")
        delivery = from_callback(authorization=shown, body=body, token=token)
    except CallbackRefused as refused:
        return PlainTextResponse(f"{refused}\n", 403)
    ours = site.app.store.transact(lambda writing: take_in(writing, delivery, site.app.now()))
    return PlainTextResponse("Taken.\n" if ours else "No message of ours.\n")
