import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import type { Outcome } from './outcome';
import { useOutbox } from './OutboxProvider';
import { sendCommand } from './sendCommand';
import type { Written } from './written';

/** Longer than this nobody stands waiting with a phone in the hand: the outbox goes on alone. */
const PATIENCE_MS = 4_000;

/** Null: another is on its way. "kept": on the device, not yet sent. */
export type Delivered = Outcome | 'kept' | null;

/** Puts an entry in the outbox and sends it from there; one at a time, however often the button is pressed. */
export function useDelivery() {
  const client = useClient();
  const { outbox } = useOutbox();
  const underWay = useRef(false);
  const [sending, setSending] = useState(false);
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);

  const deliver = useCallback(
    async (id: string, written: Written, onKept: () => void): Promise<Delivered> => {
      if (underWay.current) return null;
      underWay.current = true;
      setSending(true);
      try {
        const isKept = outbox !== null && (await outbox.add(id, written).then(() => true, () => false));
        if (!outbox || !isKept) return await sendCommand(client, written.command, written.input);
        onKept();
        let waits = true;
        const answer = outbox.deliver(id, written, () => waits && isOpen.current).catch(() => undefined);
        const heard = await Promise.race([answer, after(PATIENCE_MS)]);
        waits = heard !== undefined;
        return heard ?? 'kept';
      } finally {
        underWay.current = false;
        setSending(false);
      }
    },
    [client, outbox],
  );

  return { deliver, sending };
}

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}
