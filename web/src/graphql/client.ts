import { cacheExchange, Client, fetchExchange } from '@urql/core';

const TIMEOUT_MS = 10_000;

/** A fetch that always ends: a blocked network must not look like a quiet one. */
const fetchWithTimeout: typeof fetch = (input, init) => {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  return fetch(input, { ...init, signal });
};

/** One a signed-in person: a new session gets a new client, so that nothing stays in the cache. */
export function createGraphqlClient(onUnauthenticated: () => void): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetch: async (input, init) => {
      const response = await fetchWithTimeout(input, init);
      if (response.status === 401) onUnauthenticated();
      return response;
    },
    fetchOptions: {
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', 'x-tavle': '1' },
    },
    exchanges: [cacheExchange, fetchExchange],
  });
}
