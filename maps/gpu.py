"""Is there a real GPU? Without one Qt Quick must paint in software, or a software GL eats a core and goes blank."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QOffscreenSurface, QOpenGLContext

GL_RENDERER = 0x1F01
PROBE_S = 20
NO_DEVICE = "no graphics card"
SOFTWARE_RENDERERS = ("llvmpipe", "softpipe", "swiftshader", "software", "no opengl", NO_DEVICE)


@dataclass(frozen=True, slots=True)
class GraphicsPath:
    """How the map is painted; `renderer` is the driver's own word, or why there is none. For `doctor`."""

    software: bool
    renderer: str


def choose_graphics() -> GraphicsPath:
    """Probe the driver and set the backend. After the QApplication, before the first web view.

    A backend somebody set by hand is respected.
    """
    by_hand = os.environ.get("QT_QUICK_BACKEND")
    if by_hand:
        return GraphicsPath(by_hand == "software", f"set by hand: {by_hand}")
    renderer = (_renderer() or "no OpenGL") if has_device() else NO_DEVICE
    software = any(word in renderer.lower() for word in SOFTWARE_RENDERERS)
    if software:
        os.environ["QT_QUICK_BACKEND"] = "software"
    return GraphicsPath(software, renderer)


def has_device() -> bool:
    """Whether this machine has anything a driver could paint with; without, the probe's 40 ms are saved.

    Linux: a render node of the kernel's graphics, NVIDIA's own device, or that of a Windows host.
    """
    if not sys.platform.startswith("linux"):
        return True
    devices = Path("/dev")
    return any(any(devices.glob(name)) for name in ("dri/renderD*", "nvidia[0-9]*", "dxg"))


def graphics_path() -> GraphicsPath:
    """The path a console would take here, found out in a child process: a driver that crashes costs us nothing.

    For `doctor`, which has no window system of its own.
    """
    root = Path(__file__).resolve().parent.parent
    script = "import maps.gpu; maps.gpu.print_path()"
    try:
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, timeout=PROBE_S, check=True
        )
        software, _, renderer = done.stdout.strip().splitlines()[-1].partition("\t")
    except (subprocess.SubprocessError, OSError, IndexError):
        return GraphicsPath(True, "no display")
    return GraphicsPath(software == "software", renderer)


def print_path() -> None:
    """The child's part of `graphics_path`."""
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication([])
    path = choose_graphics()
    sys.stdout.write(f"{'software' if path.software else 'gpu'}\t{path.renderer}\n")
    app.quit()


def is_software() -> bool:
    """Whether the software backend is in use."""
    return os.environ.get("QT_QUICK_BACKEND") == "software"


def _renderer() -> str:
    """The driver's name; empty when OpenGL does not start."""
    surface, context = QOffscreenSurface(), QOpenGLContext()
    surface.create()
    if not (surface.isValid() and context.create() and context.makeCurrent(surface)):
        return ""
    name = context.functions().glGetString(GL_RENDERER)
    context.doneCurrent()
    return str(name or "")
