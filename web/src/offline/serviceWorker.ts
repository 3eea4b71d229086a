/** Keeps the program itself for when there is no network. Never on the wall, which must not come out of a cache. */
export function startServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator) || window.location.pathname.startsWith('/vegg/')) return;
  window.addEventListener('load', () => {
    void navigator.serviceWorker.register('/sw.js').then(takeOverWhenUnseen, () => {});
  });
}

/**
 * A new version takes over when this page is out of sight, and the page loads it then. What is written is in the
 * draft; a page that somebody looks at is never pulled away.
 */
function takeOverWhenUnseen(registration: ServiceWorkerRegistration): void {
  let asked = false;
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden') {
      void registration.update().catch(() => {});
      return;
    }
    // Without a network a page that is loaded again has no key to what is written.
    if (registration.waiting === null || !navigator.onLine) return;
    asked = true;
    registration.waiting.postMessage({ type: 'SKIP_WAITING' }, []);
  });
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (asked) window.location.reload();
  });
}
