import type { Queued, Verdict } from '../offline';
import type { Command } from './documents';
import type { Outcome } from './outcome';
import type { Input } from './sendCommand';
import type { FormValues } from './values';

/** An entry as it lies in the outbox: what to send, and what to show in its form should it come back. */
export interface Written {
  readonly command: Command;
  readonly input: Input;
  readonly family: string;
  readonly kind: string;
  readonly values: FormValues;
  readonly teamId: string | null;
  readonly participantId: string | null;
  readonly alias: string | null;
}

export type QueuedEntry = Queued<Written, Outcome>;

const notAnswered = new Set<Outcome['is']>(['network', 'busy', 'session', 'other_user']);

/** Whoever is not signed in, or not heard, is not refused: the entry waits for them. */
export function verdictOf(outcome: Outcome): Verdict {
  if (outcome.is === 'recorded') return 'taken';
  return notAnswered.has(outcome.is) ? 'unanswered' : 'refused';
}
