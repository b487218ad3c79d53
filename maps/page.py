"""A web page that can do one thing: show our map. Everything else a browser can do is switched off.

Source: safety 2.1. The walls, outermost first: no sandbox-less start, a content policy on every answer, a scheme
that answers known paths only, an interceptor that lets nothing else out, and settings without any extra power.
"""

import logging

from PySide6.QtCore import QObject, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineCertificateError,
    QWebEngineDownloadRequest,
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from maps.environment import HOST, SCHEME

log = logging.getLogger(__name__)

HOME = QUrl(f"{SCHEME.decode()}://{HOST}/")
Attribute = QWebEngineSettings.WebAttribute
OFF = (
    Attribute.JavascriptCanOpenWindows,
    Attribute.JavascriptCanPaste,
    Attribute.JavascriptCanAccessClipboard,
    Attribute.LocalStorageEnabled,
    Attribute.LocalContentCanAccessFileUrls,
    Attribute.LocalContentCanAccessRemoteUrls,
    Attribute.PdfViewerEnabled,
    Attribute.NavigateOnDropEnabled,
    Attribute.AutoLoadIconsForPage,
    Attribute.TouchIconsEnabled,
    Attribute.ErrorPageEnabled,
    Attribute.WebGLEnabled,
    Attribute.ReadingFromCanvasEnabled,
    Attribute.PluginsEnabled,
    Attribute.FullScreenSupportEnabled,
    Attribute.ScreenCaptureEnabled,
    Attribute.HyperlinkAuditingEnabled,
    Attribute.DnsPrefetchEnabled,
    Attribute.AllowRunningInsecureContent,
    Attribute.AllowGeolocationOnInsecureOrigins,
    Attribute.BackForwardCacheEnabled,
    Attribute.AllowWindowActivationFromJavaScript,
)
ON = (Attribute.JavascriptEnabled, Attribute.WebRTCPublicInterfacesOnly, Attribute.PlaybackRequiresUserGesture)


class Interceptor(QWebEngineUrlRequestInterceptor):
    """Lets out only requests to our own scheme and pictures written into the page itself."""

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Block everything else."""
        url = info.requestUrl()
        picture = info.resourceType() == QWebEngineUrlRequestInfo.ResourceType.ResourceTypeImage
        ours = url.scheme() == SCHEME.decode() and url.host() == HOST
        if not (ours or (url.scheme() == "data" and picture)):
            log.warning("map page: blocked a request to %s:", url.scheme()[:20])
            info.block(True)


class LockedProfile(QWebEngineProfile):
    """A profile that keeps nothing on disk and downloads nothing. Destroy it after its page."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._interceptor = Interceptor(self)
        self.setUrlRequestInterceptor(self._interceptor)
        self.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
        self.setPersistentCookiesPolicy(QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies)
        self.setPersistentPermissionsPolicy(QWebEngineProfile.PersistentPermissionsPolicy.AskEveryTime)
        self.setSpellCheckEnabled(False)
        self.downloadRequested.connect(self._on_download)

    def _on_download(self, download: QWebEngineDownloadRequest) -> None:
        log.warning("map page: refused a download")
        download.cancel()


class LockedPage(QWebEnginePage):
    """The page of one map."""

    def __init__(self, profile: LockedProfile, parent: QObject | None = None) -> None:
        super().__init__(profile, parent)
        settings = self.settings()
        for attribute in OFF:
            settings.setAttribute(attribute, False)
        for attribute in ON:
            settings.setAttribute(attribute, True)
        settings.setUnknownUrlSchemePolicy(QWebEngineSettings.UnknownUrlSchemePolicy.DisallowUnknownUrlSchemes)
        self.permissionRequested.connect(self._on_permission)
        self.certificateError.connect(self._on_certificate)
        self.fullScreenRequested.connect(self._on_full_screen)

    def acceptNavigationRequest(self, url: QUrl, type_: QWebEnginePage.NavigationType, is_main: bool) -> bool:
        """Only our own load of the one address, and its repetition after a renderer died."""
        kinds = QWebEnginePage.NavigationType
        ok = is_main and url == HOME and type_ in (kinds.NavigationTypeTyped, kinds.NavigationTypeReload)
        if not ok:
            log.warning("map page: refused to go to %s:", url.scheme()[:20])
        return ok

    def createWindow(self, _type: QWebEnginePage.WebWindowType) -> None:  # type: ignore[override]
        """No window is ever opened."""
        log.warning("map page: refused a window")

    def chooseFiles(self, *_: object) -> list[str]:
        """No file is ever chosen."""
        return []

    def javaScriptAlert(self, _origin: QUrl, _text: str) -> None:
        """No dialog is ever shown."""
        log.warning("map page: refused an alert")

    def javaScriptConfirm(self, _origin: QUrl, _text: str) -> bool:
        """Always no."""
        log.warning("map page: refused a question")
        return False

    def javaScriptPrompt(self, _origin: QUrl, _text: str, _default: str) -> tuple[bool, str]:  # type: ignore[override]
        """Always cancelled."""
        log.warning("map page: refused a prompt")
        return False, ""

    def javaScriptConsoleMessage(
        self, _level: QWebEnginePage.JavaScriptConsoleMessageLevel, text: str, line: int, source: str
    ) -> None:
        """The page's own complaints go to our log, cut short."""
        log.warning("map page: %s (%s:%s)", text[:300], source.rsplit("/", 1)[-1][:40], line)

    def _on_permission(self, permission: object) -> None:
        log.warning("map page: refused a permission")
        permission.deny()  # type: ignore[attr-defined]

    def _on_certificate(self, error: QWebEngineCertificateError) -> None:
        error.rejectCertificate()

    def _on_full_screen(self, request: object) -> None:
        request.reject()  # type: ignore[attr-defined]
