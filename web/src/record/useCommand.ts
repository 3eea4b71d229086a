import { useCallback, useRef, useState } from 'react';
import { useClient } from 'urql';
import type { Command } from './documents';
import type { Outcome } from './outcome';
import { type Input, sendCommand } from './sendCommand';

/** Sends one command at a time; a second click while one is on its way does nothing. */
export function useCommand() {
  const client = useClient();
  const underWay = useRef(false);
  const [sending, setSending] = useState(false);

  const send = useCallback(
    async (command: Command, input: Input): Promise<Outcome | null> => {
      if (underWay.current) return null;
      underWay.current = true;
      setSending(true);
      try {
        return await sendCommand(client, command, input);
      } finally {
        underWay.current = false;
        setSending(false);
      }
    },
    [client],
  );

  return { send, sending };
}
