import { expect, type Locator, type Page } from '@playwright/test';
import type { Person } from './people';

/** What a person sees and does, in the words on the screen. */

/** The day in Oslo as a date field takes it, so many days from now. */
export function osloDay(inDays = 0): string {
  const day = new Date(Date.now() + inDays * 86_400_000);
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' }).format(day);
}

/** The same day as a date field shows it. */
export function typedDay(inDays = 0): string {
  const [year = '', month = '', day = ''] = osloDay(inDays).split('-');
  return `${Number(day)}.${Number(month)}.${year}`;
}

// ---- the wall

/** Waits until a wall is current; one that is blank at this hour is woken. */
export async function wake(page: Page): Promise<void> {
  const isFresh = page.getByText('Oppdatert nå');
  const isBlank = page.getByText('trykk på en tast');
  await expect(isFresh.or(isBlank)).toBeVisible();
  if (await isBlank.isVisible()) await page.keyboard.press('Shift');
  await expect(isFresh).toBeVisible();
}

/** Opens the wall, wakes it if it is blank at this hour, and stops it from turning pages. */
export async function openWall({ page, teamId }: Person): Promise<void> {
  await page.goto(`/vegg/${teamId}`);
  await wake(page);
  await page.keyboard.press('p');
}

export function wallRow(page: Page, alias: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: alias, exact: true }) });
}

/** Turns the wall's pages, as with a remote control, until the participant is on it. */
export async function turnTo(page: Page, alias: string): Promise<void> {
  const pages = page.getByText(/^Side \d+ av \d+\./);
  const count = Number(/av (\d+)/.exec((await pages.textContent()) ?? '')?.[1] ?? '1');
  for (let turned = 0; turned < count; turned += 1) {
    if ((await wallRow(page, alias).count()) > 0) return;
    await page.keyboard.press('PageDown');
  }
  await expect(wallRow(page, alias)).toBeVisible();
}

// ---- a form

export async function openForm({ page }: Person, participantId: string, family: string, search = ''): Promise<void> {
  await page.goto(`/deltaker/${participantId}/ny/${family}${search}`);
  await expect(saveButton(page)).toBeVisible();
}

export function saveButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Lagre', exact: true });
}

/** Chooses among what is shown as a row of buttons. */
export async function choose(page: Page, legend: string, option: string): Promise<void> {
  const options = group(page, legend);
  const name = { name: option, exact: true };
  await options.getByRole('radio', name).or(options.getByRole('checkbox', name)).check();
}

export function group(page: Page, legend: string): Locator {
  return page.getByRole('group', { name: new RegExp(`^${escaped(legend)}`) });
}

/** A box, a list or a note, by its label. */
export function field(page: Page, label: string): Locator {
  return page.getByLabel(new RegExp(`^${escaped(label)}`));
}

/** What is said when the service has accepted an entry. */
export function saidSaved(page: Page, what: string): Locator {
  return page.getByRole('status').filter({ hasText: `Lagret: ${what}` });
}

/** What lies on the device and is not with the service. */
export function notSent(page: Page): Locator {
  return page.getByRole('region', { name: 'Ikke sendt' });
}

/** What is said when an entry that waited has been accepted. */
export function saidSent(page: Page, what: string): Locator {
  return page.getByRole('status').filter({ hasText: new RegExp(`Sendt: .*${what}`) });
}

/** What is said when it has not. */
export function saidNotSaved(page: Page): Locator {
  return page.getByRole('alert', { name: 'Ikke lagret' });
}

/** What is said when something has to be corrected first. */
export function saidWrong(page: Page): Locator {
  return page.getByRole('alert', { name: /må rettes før du kan lagre/ });
}

/** Saves, and waits until the service has accepted it. */
export async function save(page: Page, what: string): Promise<void> {
  await saveButton(page).click();
  await expect(saidSaved(page, what)).toBeVisible();
}

// ---- the participant's page

export function timeline(page: Page): Locator {
  return page.getByRole('region', { name: 'Tidslinje' });
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
