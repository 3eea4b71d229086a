import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useClient } from 'urql';
import { useKindText, useText } from '../i18n';
import { Outbox, reportReached, useOffline, useVault, waitBefore } from '../offline';
import { toast } from '../ui';
import type { Outcome } from './outcome';
import { sendCommand } from './sendCommand';
import { type QueuedEntry, verdictOf, type Written } from './written';

interface OutboxState {
  /** Null where nothing can be sealed: then entries are sent at once or not at all. */
  readonly outbox: Outbox<Written, Outcome> | null;
  readonly entries: readonly QueuedEntry[];
  /** Whether the device has been looked at. */
  readonly loaded: boolean;
  readonly sendNow: () => Promise<void>;
}

const nothing: OutboxState = { outbox: null, entries: [], loaded: false, sendNow: async () => {} };
const OutboxContext = createContext<OutboxState>(nothing);
const ASK_AGAIN_MS = 5_000;

/** What the signed-in person has written and the service does not have yet; sends it when that is possible. */
export function OutboxProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient();
  const vault = useVault();
  const text = useText();
  const kindText = useKindText();
  const [entries, setEntries] = useState<readonly QueuedEntry[] | null>(null);
  const attempt = useRef(0);

  const [outbox, setOutbox] = useState<Outbox<Written, Outcome> | null>(null);

  useEffect(() => {
    if (vault === null || vault === 'opening') return undefined;
    const mine = new Outbox<Written, Outcome>(vault, {
      send: async (_, { command, input }) => {
        const outcome = await sendCommand(client, command, input);
        reportReached(outcome.is !== 'network');
        return outcome;
      },
      verdict: verdictOf,
    });
    const read = () => void mine.list().then(setEntries, () => setEntries([]));
    const stop = mine.subscribe(read);
    setOutbox(mine);
    read();
    return () => {
      stop();
      mine.close();
      setOutbox(null);
      setEntries(null);
    };
  }, [vault, client]);

  const waiting = (entries ?? []).filter((entry) => entry.body.returned === null).length;
  const sendNow = useCallback(async () => {
    if (!outbox) return;
    const verdict = await outbox
      .flush(({ kind, alias }) => toast(text('offline.sent', { what: [alias, kindText(kind)].filter(Boolean).join(', ') })))
      .catch(() => 'unanswered' as const);
    attempt.current = verdict === 'unanswered' ? attempt.current + 1 : 0;
  }, [outbox, text, kindText]);

  useEffect(() => {
    if (waiting === 0) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const later = () => {
      if (!stopped) timer = setTimeout(() => void sendNow().then(later), waitBefore(attempt.current));
    };
    const atOnce = () => {
      if (document.visibilityState === 'visible') void sendNow();
    };
    later();
    window.addEventListener('online', atOnce);
    document.addEventListener('visibilitychange', atOnce);
    return () => {
      stopped = true;
      clearTimeout(timer);
      window.removeEventListener('online', atOnce);
      document.removeEventListener('visibilitychange', atOnce);
    };
  }, [waiting, sendNow]);

  useReachAgain();
  const value = useMemo(() => (outbox ? { outbox, entries: entries ?? [], loaded: entries !== null, sendNow } : nothing), [outbox, entries, sendNow]);
  return <OutboxContext value={value}>{children}</OutboxContext>;
}

/** A network that leads nowhere sends no event when it leads somewhere again. */
function useReachAgain(): void {
  const offline = useOffline() !== null;
  useEffect(() => {
    if (!offline) return undefined;
    const timer = setInterval(() => {
      if (navigator.onLine) void fetch('/livez', { cache: 'no-store', signal: AbortSignal.timeout(ASK_AGAIN_MS) }).then(() => reportReached(true), () => {});
    }, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [offline]);
}

export function useOutbox(): OutboxState {
  return use(OutboxContext);
}
