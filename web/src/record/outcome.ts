/** What became of a command, in one shape whatever went wrong. */
import { CombinedError } from '@urql/core';
import { type FragmentType, serviceError, unmask } from '../graphql';
import type { CurrentEntryFragment } from '../graphql/generated/graphql';
import { currentEntryFragment, outcomeFragment } from './documents';
import type { Problem } from './schema';

export type Outcome =
  | { readonly is: 'recorded'; readonly participantId: string | null; readonly dwellingId: string | null; readonly entryId: string | null; readonly readable: boolean }
  | { readonly is: 'rejected'; readonly code: string; readonly current: CurrentEntryFragment | null }
  | { readonly is: 'conflict'; readonly current: CurrentEntryFragment | null }
  | { readonly is: 'invalid'; readonly problems: readonly Problem[] }
  | { readonly is: 'forbidden' }
  | { readonly is: 'busy'; readonly code: string; readonly seconds: number }
  | { readonly is: 'too_large' }
  | { readonly is: 'session' }
  | { readonly is: 'other_user' }
  | { readonly is: 'network' }
  | { readonly is: 'failed'; readonly code: string };

export type Failure = Exclude<Outcome, { is: 'recorded' }>;

export function outcomeOf(masked: FragmentType<typeof outcomeFragment>): Outcome {
  const result = unmask(outcomeFragment, masked);
  switch (result.__typename) {
    case 'Recorded':
      return {
        is: 'recorded',
        participantId: result.participantId ?? null,
        dwellingId: result.dwellingId ?? null,
        entryId: unmask(currentEntryFragment, result.entry)?.entryId ?? null,
        readable: result.readable,
      };
    case 'Rejected':
      return { is: 'rejected', code: result.code, current: unmask(currentEntryFragment, result.current) ?? null };
    case 'Conflict':
      return { is: 'conflict', current: unmask(currentEntryFragment, result.current) ?? null };
    case 'Invalid':
      return { is: 'invalid', problems: result.fields.map(({ path, code, max }) => ({ path: fieldOf(path), code, max: max ?? null })) };
    case 'Forbidden':
      return { is: 'forbidden' };
    case 'Busy':
      return { is: 'busy', code: result.code, seconds: result.retryAfterSeconds };
  }
}

/** "input.set.note" is the field "note". */
function fieldOf(path: string): string {
  return path.split('.').at(-1) ?? path;
}

const sizeCodes = new Set(['BODY_TOO_LARGE', 'PAYLOAD_TOO_LARGE', 'HTTP_413', 'QUERY_TOO_LARGE']);
const busyCodes = new Set(['UNAVAILABLE', 'SERVICE_UNAVAILABLE', 'BUSY', 'HTTP_503', 'HTTP_429']);

export function failureOf(error: unknown): Failure {
  const { kind, code } = serviceError(error);
  const status = error instanceof CombinedError && error.response instanceof Response ? error.response.status : 0;
  if (status === 413 || sizeCodes.has(code)) return { is: 'too_large' };
  if (code === 'OTHER_USER') return { is: 'other_user' };
  if (kind === 'unauthenticated') return { is: 'session' };
  if (kind === 'forbidden') return { is: 'forbidden' };
  if (status === 503 || status === 429 || busyCodes.has(code)) {
    const after = error instanceof CombinedError && error.response instanceof Response ? Number(error.response.headers.get('retry-after')) : 0;
    return { is: 'busy', code: 'BUSY', seconds: after > 0 ? after : 5 };
  }
  return kind === 'unreachable' ? { is: 'network' } : { is: 'failed', code };
}
