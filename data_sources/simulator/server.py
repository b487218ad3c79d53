"""The running simulator: all far ends on one inner port, a fault proxy before each, the switchboard beside them."""

import asyncio
import contextlib
import socket
from collections import deque
from collections.abc import Generator, Iterable, Mapping

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from data_sources.simulator import ckan, crew, feeds, scenario
from data_sources.simulator.ckan import Ckan
from data_sources.simulator.control import Control
from data_sources.simulator.crew import Crew
from data_sources.simulator.faults import SOURCES, parse_flag
from data_sources.simulator.feeds import Feeds
from data_sources.simulator.http_faults import Faulty, Seen
from data_sources.simulator.open311 import PREFIX, Open311
from data_sources.simulator.proxy import Proxy
from data_sources.simulator.traccar import Traccar
from data_sources.simulator.world import Setup, build_world


class _Server(uvicorn.Server):
    """Uvicorn without its own signal handling: whoever runs the simulator decides when it ends."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


class _Switch:
    """Sends a request to the far end its address belongs to."""

    def __init__(self, parts: list[tuple[str, ASGIApp]], default: ASGIApp) -> None:
        self._parts, self._default = parts, default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope.get("path", ""))
        app = next((app for prefix, app in self._parts if path.startswith(prefix)), self._default)
        await app(scope, receive, send)


def _listener() -> socket.socket:
    """A listening socket on a free port. The protocol is named, or asyncio leaves Nagle's delay on: 40 ms each."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(256)
    return listener


class Simulator:
    """One simulated city on real sockets. `start` and `stop` belong to one event loop."""

    def __init__(self, setup: Setup, faults: Iterable[str] = (), ports: Mapping[str, int] | None = None) -> None:
        """`ports` by far end; a free one where none is given."""
        self.world = build_world(setup)
        self.seen: deque[Seen] = deque(maxlen=2000)
        self.open311, self.traccar = Open311(self.world), Traccar(self.world)
        self.control = Control(self.world, self.open311, self.follow)
        self.ckan, self.feeds, self.crew = Ckan(self.world), Feeds(self.world), Crew(self.world)
        self._wanted = {source: (ports or {}).get(source, 0) for source in SOURCES if source != "*"}
        self._proxies: dict[str, Proxy] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._inner = 0
        for flag in faults:
            self.world.board.add(*parse_flag(flag))
        if setup.scenario:
            self.control.scenario = scenario.play(self.world)

    @property
    def urls(self) -> dict[str, str]:
        """What goes into a city file, and the switchboard."""
        paths = {"open311": PREFIX, "traccar": "/api", "ckan": ckan.PREFIX, "json_feed": feeds.PREFIX}
        paths["crew"] = crew.PREFIX
        return {
            **{source: f"http://127.0.0.1:{self._proxies[source].port}{path}" for source, path in paths.items()},
            "control": f"http://127.0.0.1:{self._inner}/_sim",
        }

    async def start(self) -> None:
        """Bind all ports and serve; returns when everything answers."""
        listener = _listener()
        self._inner = listener.getsockname()[1]
        self._server = _Server(uvicorn.Config(
            self._application(), log_config=None, log_level="error", access_log=False, lifespan="off",
            date_header=False, server_header=False, timeout_keep_alive=75, timeout_graceful_shutdown=1,
            ws_ping_interval=None,
        ))  # fmt: skip
        self._tasks.append(asyncio.create_task(self._server.serve(sockets=[listener])))
        for source, port in self._wanted.items():
            self._proxies[source] = Proxy(source, self._inner, self.world.board)
            await self._proxies[source].start(port)
        await self.follow()
        while not self._server.started:  # noqa: ASYNC110 - uvicorn offers a flag, no event
            await asyncio.sleep(0.005)
        self._tasks.append(asyncio.create_task(self._warm()))

    async def stop(self) -> None:
        """Close every port and connection; nothing is left behind."""
        for proxy in self._proxies.values():
            await proxy.stop()
        self._server.should_exit = self._server.force_exit = True
        for task in self._tasks[1:]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _application(self) -> ASGIApp:
        bare = Starlette(routes=[*self.control.routes()])
        open311 = Starlette(routes=[*self.open311.routes()])
        traccar = Starlette(routes=self.traccar.routes())
        portal, own = Starlette(routes=self.ckan.routes()), Starlette(routes=self.feeds.routes())
        note = self.seen.append
        return _Switch(
            [
                ("/_sim", bare),
                ("/api", Faulty(traccar, "traccar", self.world, note)),
                (ckan.PREFIX, Faulty(portal, "ckan", self.world, note)),
                (feeds.PREFIX, Faulty(own, "json_feed", self.world, note)),
                (crew.PREFIX, Faulty(Starlette(routes=self.crew.routes()), "crew", self.world, note)),
            ],
            Faulty(open311, "open311", self.world, note),
        )

    async def follow(self) -> None:
        """Open or close the ports as the board wants them; to be awaited after a fault was switched."""
        for proxy in self._proxies.values():
            await proxy.follow()

    async def _warm(self) -> None:
        """Draw what the first questions will need, in small pieces between requests."""
        while self.world.book.pending_days(self.world.now()):
            self.world.book.draw_next_day()
            await asyncio.sleep(0.002)
        for vehicle in self.world.fleet:
            self.world.tracks.latest(vehicle, self.world.now())
            await asyncio.sleep(0.002)
        while self.ckan.book.pending(self.world.now()):
            self.ckan.book.draw_some(self.world.now(), 10)
            await asyncio.sleep(0.002)
