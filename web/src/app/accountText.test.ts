import { afterEach, describe, expect, it, vi } from 'vitest';
import { ask, Refusal } from './accountApi';
import { problemKey, refusalKey } from './accountText';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(body), { status, headers })));

afterEach(() => vi.unstubAllGlobals());

describe('what the service refuses', () => {
  it('is read with its fields', async () => {
    answer(422, { errors: [{ message: 'x', extensions: { code: 'INVALID' } }], fields: [{ path: 'password', code: 'TOO_SHORT' }] });
    const refusal = await ask('POST', '/account', {}).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: 'INVALID', fields: { password: 'TOO_SHORT' } });
  });

  it('is read with the time to wait', async () => {
    answer(429, { errors: [{ message: 'x', extensions: { code: 'LOCKED_OUT' } }] }, { 'retry-after': '30' });
    await expect(ask('POST', '/session', {})).rejects.toMatchObject({ code: 'LOCKED_OUT', retryAfterSeconds: 30 });
  });

  it('is told from a service that cannot be reached, and from one that answers something else', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
    await expect(ask('GET', '/session')).rejects.toMatchObject({ code: 'NETWORK' });
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('<html>', { status: 502 })));
    await expect(ask('GET', '/session')).rejects.toMatchObject({ code: 'HTTP_502' });
  });

  it('has its own words for every code that a person can do something about', () => {
    const codes = ['WRONG_CREDENTIALS', 'LOCKED_OUT', 'WRONG_CODE', 'CODE_EXPIRED', 'ALREADY_SET_UP'];
    expect(new Set(codes.map(refusalKey)).size).toBe(codes.length);
    expect(refusalKey('SOMETHING_NEW')).toBe('account.error.other');
    const fields = ['REQUIRED', 'TOO_SHORT', 'TOO_LONG', 'TOO_COMMON', 'CONTAINS_USER', 'TAKEN', 'BAD_CHARACTERS'];
    expect(new Set(fields.map(problemKey)).size).toBe(fields.length);
    expect(problemKey('SOMETHING_NEW')).toBe('account.field.other');
  });
});
