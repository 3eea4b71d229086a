import { cacheExchange, Client, fetchExchange } from '@urql/core';
import * as v from 'valibot';

const TIMEOUT_MS = 10_000;

/** A fetch that always ends: a blocked network must not look like a quiet one. */
const fetchWithTimeout: typeof fetch = (input, init) => {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  return fetch(input, { ...init, signal });
};

const Refusal = v.looseObject({ errors: v.array(v.looseObject({ extensions: v.looseObject({ code: v.string() }) })) });

/** Tabs share one session cookie: a sign-in in another tab makes whatever this one sends somebody else's. */
async function isOtherUser(response: Response): Promise<boolean> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const refusal = v.safeParse(Refusal, body);
  return refusal.success && refusal.output.errors.some((error) => error.extensions.code === 'OTHER_USER');
}

export interface ClientSession {
  /** The person this client is for, once known: the service refuses what comes with another's session. */
  readonly staffId: () => string | null;
  readonly onUnauthenticated: () => void;
  readonly onOtherUser: () => void;
}

/** One a signed-in person: a new session gets a new client, so that nothing stays in the cache. */
export function createGraphqlClient({ staffId, onUnauthenticated, onOtherUser }: ClientSession): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetch: async (input, init) => {
      const response = await fetchWithTimeout(input, init);
      if (response.status === 401) {
        if (await isOtherUser(response)) onOtherUser();
        else onUnauthenticated();
      }
      return response;
    },
    fetchOptions: () => {
      const as = staffId();
      return {
        credentials: 'same-origin',
        headers: { 'content-type': 'application/json', 'x-tavle': '1', ...(as === null ? {} : { 'x-tavle-as': as }) },
      };
    },
    exchanges: [cacheExchange, fetchExchange],
  });
}
