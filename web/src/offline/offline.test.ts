import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitBefore } from './backoff';
import { Outbox, type Verdict } from './outbox';
import { SealedShelf } from './sealedShelf';
import { countLocked, store } from './store';
import { Vault } from './vault';

const secret = (seed: number) => btoa(String.fromCharCode(...Array.from({ length: 32 }, (_, i) => (i * 7 + seed) % 256)));

async function vaultOf(seed: number): Promise<Vault> {
  const vault = await Vault.open(secret(seed));
  if (!vault) throw new Error('nothing can be sealed here');
  return vault;
}

/** A service that writes once an id, and answers as it is told. */
class Service {
  readonly written = new Map<string, string>();
  readonly asked: string[] = [];
  answers: Verdict[] = [];

  readonly post = {
    verdict: (answer: Verdict) => answer,
    send: async (id: string, content: string): Promise<Verdict> => {
      this.asked.push(content);
      const answer = this.answers.shift() ?? 'taken';
      if (answer === 'taken') this.written.set(id, content);
      return answer;
    },
  };
}

let service: Service;
beforeEach(() => {
  service = new Service();
});
afterEach(async () => {
  const db = await store();
  for (const shelf of ['outbox', 'drafts', 'lists'] as const) await db.clear(shelf);
});

describe('what lies on the device', () => {
  it('opens for its owner, in a session that comes later too', async () => {
    await new SealedShelf<string>('drafts', await vaultOf(1)).put('a', 'Gikk gjennom brevet');
    expect((await new SealedShelf<string>('drafts', await vaultOf(1)).get('a'))?.body).toBe('Gikk gjennom brevet');
  });

  it('is not there for the next person, and says nothing to whoever reads the store', async () => {
    await new SealedShelf<string>('outbox', await vaultOf(1)).put('a', 'Gikk gjennom brevet');
    const next = new SealedShelf<string>('outbox', await vaultOf(2));
    expect(await next.get('a')).toBeNull();
    expect(await next.all()).toEqual([]);
    expect(await countLocked()).toBe(1);
    const [row] = await (await store()).getAll('outbox');
    const raw = [row?.owner, new TextDecoder('latin1').decode(row?.data)].join();
    expect(raw).not.toContain('brevet');
  });

  it('does not open when it is moved or changed', async () => {
    const vault = await vaultOf(1);
    const sealed = await vault.seal('Gikk gjennom brevet', 'outbox a');
    await expect(vault.open(sealed, 'outbox b')).rejects.toThrow();
    new Uint8Array(sealed.data).reverse();
    await expect(vault.open(sealed, 'outbox a')).rejects.toThrow();
  });

  it('is named so that nobody else can guess what it is', async () => {
    const name = 'mh.rype.contact';
    expect(await (await vaultOf(1)).name(name)).toBe(await (await vaultOf(1)).name(name));
    expect(await (await vaultOf(1)).name(name)).not.toBe(await (await vaultOf(2)).name(name));
  });
});

describe('the outbox', () => {
  const box = async (seed = 1) => new Outbox<string, Verdict>(await vaultOf(seed), service.post);

  it('gives the answer to the form, and keeps nothing', async () => {
    const outbox = await box();
    await outbox.add('1', 'kontakt');
    expect(await outbox.deliver('1', 'kontakt', () => true)).toBe('taken');
    expect(await outbox.list()).toEqual([]);
  });

  it('keeps what nobody answered, and sends it under the same id', async () => {
    const outbox = await box();
    service.answers = ['unanswered'];
    await outbox.add('1', 'kontakt');
    expect(await outbox.deliver('1', 'kontakt', () => true)).toBeUndefined();
    expect(await outbox.list()).toHaveLength(1);
    const later = await box();
    await later.flush(() => {});
    expect([...service.written]).toEqual([['1', 'kontakt']]);
    expect(await later.list()).toEqual([]);
  });

  it('sends the older first, and nothing past one that is not answered', async () => {
    const outbox = await box();
    await outbox.add('1', 'krise meldt');
    await outbox.add('2', 'krise avsluttet');
    service.answers = ['unanswered'];
    expect(await outbox.deliver('2', 'krise avsluttet', () => true)).toBeUndefined();
    expect(service.asked).toEqual(['krise meldt']);
    await outbox.flush(() => {});
    expect([...service.written.values()]).toEqual(['krise meldt', 'krise avsluttet']);
  });

  it('takes out what is refused while its form is open, and returns it when it is not', async () => {
    const outbox = await box();
    service.answers = ['refused', 'refused'];
    await outbox.add('1', 'kontakt');
    expect(await outbox.deliver('1', 'kontakt', () => true)).toBe('refused');
    expect(await outbox.list()).toEqual([]);
    await outbox.add('1', 'kontakt');
    await outbox.deliver('1', 'kontakt', () => false);
    expect((await outbox.list()).map(({ body }) => body)).toEqual([{ content: 'kontakt', returned: 'refused' }]);
  });

  it('does not send again by itself what came back', async () => {
    const outbox = await box();
    await outbox.add('1', 'kontakt');
    service.answers = ['refused'];
    await outbox.flush(() => {});
    await outbox.flush(() => {});
    expect(service.asked).toHaveLength(1);
  });

  it('sends only its owner’s', async () => {
    await (await box(1)).add('1', 'kontakt');
    await (await box(2)).flush(() => {});
    expect(service.asked).toEqual([]);
  });
});

describe('the wait before the next attempt', () => {
  it('doubles up to a minute, and differs from phone to phone', () => {
    expect(waitBefore(0, 1)).toBe(2_000);
    expect(waitBefore(2, 1)).toBe(8_000);
    expect(waitBefore(20, 1)).toBe(60_000);
    expect(waitBefore(0, 0)).toBe(1_500);
  });
});
