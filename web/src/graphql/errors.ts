import { CombinedError } from '@urql/core';

export type FailureKind = 'unreachable' | 'unauthenticated' | 'forbidden' | 'other';

export interface ServiceFailure {
  readonly kind: FailureKind;
  readonly code: string;
}

const unauthenticated = new Set(['UNAUTHENTICATED', 'SESSION_EXPIRED', 'OTHER_USER']);

/** Sorts what urql gives back by what a person can do about it. */
export function serviceError(error: unknown): ServiceFailure {
  if (isNetwork(error)) return { kind: 'unreachable', code: 'NETWORK' };
  if (!(error instanceof CombinedError)) return { kind: 'other', code: 'CLIENT' };
  const code = error.graphQLErrors.map((e) => e.extensions['code']).find((c) => typeof c === 'string');
  if (typeof code === 'string') {
    if (unauthenticated.has(code)) return { kind: 'unauthenticated', code };
    if (code === 'FORBIDDEN') return { kind: 'forbidden', code };
    return { kind: 'other', code };
  }
  const status = responseStatus(error);
  if (status === 401) return { kind: 'unauthenticated', code: 'HTTP_401' };
  if (status === 403) return { kind: 'forbidden', code: 'HTTP_403' };
  if (error.networkError) return { kind: 'unreachable', code: status === undefined ? 'NETWORK' : `HTTP_${status}` };
  return { kind: 'other', code: 'GRAPHQL' };
}

/** What a bare fetch throws when nobody answers, in the words of each browser, or what stands before the service does. */
function isNetwork(error: unknown): boolean {
  if (error instanceof DOMException) return error.name === 'TimeoutError' || error.name === 'NetworkError';
  if (error instanceof TypeError) return /failed to fetch|networkerror|load failed/i.test(error.message);
  return error instanceof Error && /^(NETWORK|HTTP_50[234])$/.test(error.message);
}

function responseStatus(error: CombinedError): number | undefined {
  const response: unknown = error.response;
  return response instanceof Response && !response.ok ? response.status : undefined;
}
