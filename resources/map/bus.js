// The page's only way to speak: small named messages to our own host. Nobody answers, nothing is awaited.

export function tell(name, fields = {}) {
  const text = JSON.stringify({ name, ...fields });
  fetch(`/event?${encodeURIComponent(text)}`).catch(() => {});
}
