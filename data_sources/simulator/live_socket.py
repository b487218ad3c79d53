"""`/api/socket`: the latest positions first, then each new one as a list of one, `{}` when nothing happens."""

import asyncio
import json
import time

from starlette.websockets import WebSocket, WebSocketDisconnect

from data_sources.simulator.faults import Active
from data_sources.simulator.traccar_access import Access
from data_sources.simulator.traccar_json import device_record, position_text
from data_sources.simulator.tracks import Fix
from data_sources.simulator.world import World

BEAT_S = 1.0


class LiveSocket:
    """One endpoint for many listeners; each keeps its own memory of what it was sent."""

    def __init__(self, world: World, access: Access) -> None:
        self._world, self._access = world, access

    async def serve(self, socket: WebSocket) -> None:
        """Refuse without a login (403 before the handshake), else talk until the client leaves."""
        faults: Active = socket.scope.get("state", {}).get("faults", {})
        if not self._access.may_read(socket) or "unauthorised" in faults or "forbidden" in faults:
            await socket.close(1008)
            return
        await socket.accept()
        talk = asyncio.create_task(self._talk(socket, faults))
        try:
            while True:
                await socket.receive_text()
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            talk.cancel()
            await asyncio.gather(talk, return_exceptions=True)

    async def _talk(self, socket: WebSocket, faults: Active) -> None:
        sent = {fix.vehicle.id: fix.id for fix in self._fixes()}
        texts = [position_text(fix) for fix in self._fixes()]
        await socket.send_text(f'{{"positions":[{",".join(texts)}]}}')
        if "socket_close" in faults:
            await socket.close(int(faults["socket_close"].number(4000)))
            return
        spoke = time.monotonic()
        while True:
            await asyncio.sleep(BEAT_S)
            if "socket_silent" in faults:
                continue
            for fix in self._fixes():
                if sent.get(fix.vehicle.id) != fix.id:
                    sent[fix.vehicle.id] = fix.id
                    await self._send(socket, fix)
                    spoke = time.monotonic()
            if time.monotonic() - spoke >= self._world.setup.keepalive_s:
                await socket.send_text("{}")
                spoke = time.monotonic()

    async def _send(self, socket: WebSocket, fix: Fix) -> None:
        device = device_record(fix.vehicle, fix, self._world.now())
        await socket.send_text(json.dumps({"devices": [device]}))
        await socket.send_text(f'{{"positions":[{position_text(fix)}]}}')

    def _fixes(self) -> list[Fix]:
        now = self._world.now()
        found = (self._world.tracks.latest(vehicle, now) for vehicle in self._world.fleet)
        return [fix for fix in found if fix is not None]
