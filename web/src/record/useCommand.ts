import { useCallback, useRef, useState } from 'react';
import { type AnyVariables, type DocumentInput, useClient } from 'urql';
import type { FragmentType } from '../graphql';
import { type Command, type outcomeFragment, recordDocuments } from './documents';
import { failureOf, type Outcome, outcomeOf } from './outcome';

interface Answer {
  readonly result: FragmentType<typeof outcomeFragment>;
}

/** What a command may change: pages that show any of it fetch again. */
const affected = ['Entry', 'Participant', 'ParticipantRef', 'Board', 'Dwelling', 'TenancyRisk', 'AuditRecord'];

/** Sends one command at a time; a second click while one is on its way does nothing. */
export function useCommand() {
  const client = useClient();
  const underWay = useRef(false);
  const [sending, setSending] = useState(false);

  const send = useCallback(
    async (command: Command, input: Readonly<Record<string, unknown>>): Promise<Outcome | null> => {
      if (underWay.current) return null;
      underWay.current = true;
      setSending(true);
      try {
        // The ten documents differ only in the type of their input, which the table has made.
        const document = recordDocuments[command] as unknown as DocumentInput<Answer, AnyVariables>;
        const { data, error } = await client.mutation(document, { input }, { additionalTypenames: affected }).toPromise();
        return data ? outcomeOf(data.result) : failureOf(error);
      } finally {
        underWay.current = false;
        setSending(false);
      }
    },
    [client],
  );

  return { send, sending };
}
