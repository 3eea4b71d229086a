import { gql } from '@urql/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failureOf } from '../record/outcome';
import { createGraphqlClient } from './client';

const refusal = (code: string) => Response.json({ errors: [{ message: 'no', extensions: { code } }] }, { status: 401 });

function setUp(staffId: string | null, answer: () => Response) {
  const fetched = vi.fn<typeof fetch>(async () => answer());
  vi.stubGlobal('fetch', fetched);
  const heard: string[] = [];
  const client = createGraphqlClient({ staffId: () => staffId, onUnauthenticated: () => heard.push('signed out'), onOtherUser: () => heard.push('other user') });
  const ask = () => client.query(gql`{ me { staffId } }`, {}).toPromise();
  return { ask, heard, header: () => new Headers(fetched.mock.calls[0]?.[1]?.headers).get('x-tavle-as') };
}

describe('the client', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('says whom it is for, once that is known', async () => {
    const empty = () => Response.json({ data: { me: null } });
    const unknown = setUp(null, empty);
    await unknown.ask();
    expect(unknown.header()).toBeNull();
    const known = setUp('mh', empty);
    await known.ask();
    expect(known.header()).toBe('mh');
  });

  it('tells another person in this browser from being signed out', async () => {
    const other = setUp('mh', () => refusal('OTHER_USER'));
    const { error } = await other.ask();
    expect(other.heard).toEqual(['other user']);
    expect(failureOf(error)).toEqual({ is: 'other_user' });

    const ended = setUp('mh', () => refusal('UNAUTHENTICATED'));
    expect(failureOf((await ended.ask()).error)).toEqual({ is: 'session' });
    expect(ended.heard).toEqual(['signed out']);

    const bare = setUp('mh', () => new Response('no', { status: 401, statusText: 'Unauthorized' }));
    await bare.ask();
    expect(bare.heard).toEqual(['signed out']);
  });
});
