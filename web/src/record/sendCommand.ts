import type { AnyVariables, Client, DocumentInput } from 'urql';
import type { FragmentType } from '../graphql';
import { type Command, type outcomeFragment, recordDocuments } from './documents';
import { failureOf, type Outcome, outcomeOf } from './outcome';

interface Answer {
  readonly result: FragmentType<typeof outcomeFragment>;
}

export type Input = Readonly<Record<string, unknown>>;

/** What a command may change: pages that show any of it fetch again. */
const affected = ['Entry', 'Participant', 'ParticipantRef', 'Board', 'Dwelling', 'TenancyRisk', 'AuditRecord'];

/** Sends a command and says what became of it, in one shape whatever went wrong. */
export async function sendCommand(client: Client, command: Command, input: Input): Promise<Outcome> {
  // The documents differ only in the type of their input, which the table has made.
  const document = recordDocuments[command] as unknown as DocumentInput<Answer, AnyVariables>;
  const { data, error } = await client.mutation(document, { input }, { additionalTypenames: affected }).toPromise();
  return data ? outcomeOf(data.result) : failureOf(error);
}
