import { expect, type BrowserContextOptions, type Page } from '@playwright/test';
import { findParticipant, type Row } from './board';
import { ask, type Person } from './people';
import { choose, field, saveButton } from './screen';
import type { Service } from './service';

/** The narrowest phone that counts, held in one hand. */
export const phone: BrowserContextOptions = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true, serviceWorkers: 'allow' };

/** Opens the day's page and waits until the program itself is on the phone. */
export async function readyForTheField({ page, teamId }: Person): Promise<void> {
  await page.goto(`/mine/${teamId}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller === null) {
      await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
    }
  });
}

export async function anybody(person: Person, service: Service): Promise<Row> {
  return findParticipant(person, service, () => true);
}

/** A short phone call, with a note that is found again. */
export async function writeContact(page: Page, note: string): Promise<void> {
  await choose(page, 'Kontaktform', 'Telefon');
  await choose(page, 'Hvor lenge (minutter)', '15');
  await field(page, 'Notat').fill(note);
}

/** Saves where there may be no network: the button says where it is saved. */
export async function saveHere(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Lagre på (telefonen|maskinen)$/ }).or(saveButton(page)).click();
}

const TIMELINE = `query ($participantId: ID!) {
  timeline(participantId: $participantId, first: 50) { nodes { fields { name value } } }
}`;

interface Timeline {
  readonly timeline: { readonly nodes: readonly { readonly fields: readonly { readonly name: string; readonly value: unknown }[] }[] };
}

/** How many entries the service has with this note. */
export async function written(person: Person, service: Service, participantId: string, note: string): Promise<number> {
  const { timeline } = await ask<Timeline>(person, service, TIMELINE, { participantId });
  return timeline.nodes.filter(({ fields }) => fields.some(({ name, value }) => name === 'note' && value === note)).length;
}

/** Everything that the device keeps, as somebody with the phone in hand and a debugger would read it. */
export async function everythingKept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const open = indexedDB.open('tavle');
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      open.addEventListener('success', () => resolve(open.result));
      open.addEventListener('error', () => reject(new Error('no store')));
    });
    const rows: unknown[] = [];
    for (const name of Array.from(db.objectStoreNames)) {
      const all = db.transaction(name).objectStore(name).getAll();
      rows.push(...(await new Promise<unknown[]>((resolve) => all.addEventListener('success', () => resolve(all.result as unknown[])))));
    }
    db.close();
    const bytes = (value: unknown) => (value instanceof ArrayBuffer ? new TextDecoder('latin1').decode(value) : value instanceof Uint8Array ? '' : value);
    const cached = await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
    return JSON.stringify([rows, { ...localStorage }, { ...sessionStorage }, cached], (_, value: unknown) => bytes(value));
  });
}
