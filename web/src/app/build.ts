/**
 * Whether the service serves another build than the one that runs here. The page names its entry script, whose name
 * carries a digest of everything; so the page that is served now is asked for, past every cache.
 */
const EVERY_MS = 5 * 60_000;
const IDLE_MS = 60_000;
const TIMEOUT_MS = 10_000;
const TRIED = 'tavle.build';
const TRIED_FOR_MS = 10 * 60_000;

const entryOf = (html: Document) => html.querySelector('script[type="module"][src]')?.getAttribute('src') ?? null;

let served: string | null = null;
let asking = false;

/** Asks what is served now. Called on a timer, and when the service has been away. */
export async function checkBuild(): Promise<void> {
  if (asking || import.meta.env.DEV) return;
  asking = true;
  try {
    const answer = await fetch('/index.html?build', { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.ok) served = entryOf(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  } catch {
    // No network: asked again later.
  } finally {
    asking = false;
  }
}

/** A page that came back the same, from some cache, is not loaded again and again. */
function triedLately(entry: string): boolean {
  try {
    const [name, at] = (sessionStorage.getItem(TRIED) ?? '').split(' ');
    return name === entry && Date.now() - Number(at) < TRIED_FOR_MS;
  } catch {
    return true;
  }
}

let reloading = false;

/** Loads the page anew if there is a newer build, and the service is there to give it: once, however often it is asked. */
export async function reloadIfNewer(): Promise<void> {
  if (reloading) return;
  reloading = true;
  await reloadOnce();
  reloading = false;
}

async function reloadOnce(): Promise<void> {
  if (served === null || served === entryOf(document) || triedLately(served)) return;
  await checkBuild();
  const entry = served;
  if (entry === entryOf(document)) return;
  try {
    const there = await fetch(entry, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!there.ok || !(there.headers.get('content-type') ?? '').includes('javascript')) return;
    await navigator.serviceWorker?.getRegistration().then((worker) => worker?.update());
    sessionStorage.setItem(TRIED, `${entry} ${Date.now()}`);
  } catch {
    return;
  }
  window.location.reload();
  // Nothing more is begun on a page that is about to go.
  await new Promise(() => undefined);
}

/** Fields that somebody has written in; some have a value of their own from the start. */
const written = new WeakSet<EventTarget>();

/** Something on the page would be lost: an open dialog, or a field that somebody has written something in. */
function somethingBegun(): boolean {
  if (document.querySelector('dialog[open]')) return true;
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    'textarea, input:not([type="radio"], [type="checkbox"], [type="hidden"])',
  );
  return [...fields].some((field) => field.value !== '' && written.has(field));
}

/** The wall turns to a new build between two pages; every other page when nobody uses it and nothing is begun. */
export function watchBuild(): void {
  let touched = performance.now();
  const touch = (event: Event) => {
    touched = performance.now();
    if (event.type === 'input' && event.target) written.add(event.target);
  };
  for (const event of ['keydown', 'pointerdown', 'input', 'wheel'] as const) {
    window.addEventListener(event, touch, { capture: true, passive: true });
  }
  setInterval(() => void checkBuild(), EVERY_MS);
  setInterval(() => {
    const isIdle = performance.now() - touched > IDLE_MS && !somethingBegun();
    if (isIdle && !window.location.pathname.startsWith('/vegg/')) void reloadIfNewer();
  }, IDLE_MS / 4);
}
