import { expect, type Locator, type Page } from '@playwright/test';
import { record } from './commands';
import { ask, type Person } from './people';
import type { Service } from './service';

/** What is kept on a device that has been set up. */
export interface Device {
  readonly columns?: 1 | 2;
  readonly hours?: { readonly days: readonly number[]; readonly from: string; readonly until: string } | null;
}

/** A screen that somebody has set up; without hours it is shown day and night. */
export async function setUp(page: Page, { columns = 2, hours = null }: Device = {}): Promise<void> {
  const device = { screen: { inches: 75, metres: 5, aspect: '16:9' }, columns, hours };
  await page.addInitScript((stored) => localStorage.setItem('tavle.wall', stored), JSON.stringify(device));
}

export const fresh = (page: Page): Locator => page.getByText('Oppdatert nå', { exact: true });
export const stale = (page: Page): Locator => page.getByText('UTDATERT', { exact: true });
export const late = (page: Page): Locator => page.locator('.w-fresh.late');

/** Where everything on the wall is: a state must not move any of it. Of a cell only its width: it may be empty. */
export async function places(page: Page): Promise<string> {
  const all = await page.locator('.w-head, .w-zone, .w-page, .w-line, .w-cols, .w-row, .w-row > *').evaluateAll((boxes) =>
    boxes.map((each) => {
      const { x, y, width, height } = each.getBoundingClientRect();
      return each.parentElement?.matches('.w-row') ? [x, width] : [x, y, width, height];
    }),
  );
  return JSON.stringify(all);
}

/** A participant on this page of the wall who has a status, and its word: which statuses there are is for the demo to say. */
export async function someStatus(page: Page): Promise<{ readonly alias: string; readonly word: string }> {
  const first = page.getByRole('row').filter({ has: page.getByRole('rowheader') }).filter({ has: page.locator('.st') }).first();
  const alias = await first.getByRole('rowheader').innerText();
  return { alias, word: (await first.locator('.st').first().innerText()).trim() };
}

/** The page of the wall that is shown, and how many there are. */
export async function pageOf(page: Page): Promise<{ readonly nth: number; readonly count: number }> {
  const [, nth, count] = /Side (\d+) av (\d+)/.exec((await page.getByText(/^Side \d+ av \d+\./).textContent()) ?? '') ?? [];
  return { nth: Number(nth), count: Number(count) };
}

/** Words drawn outside their own cell, or a cell outside the screen. One heading stands over its neighbour's empty end. */
export function overflowing(page: Page): Promise<string[]> {
  return page.locator('.w-row > :not(.d), .w-row:not(.w-colh) > .d, .w-line, .w-zone, .w-page, .w-team').evaluateAll((all) =>
    all.flatMap((cell) => {
      const box = cell.getBoundingClientRect();
      const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      let over = Math.max(box.right - innerWidth, box.bottom - innerHeight);
      while (words.nextNode()) {
        if (words.currentNode.parentElement?.closest('.sr')) continue;
        const range = document.createRange();
        range.selectNode(words.currentNode);
        for (const rect of range.getClientRects()) over = Math.max(over, rect.right - box.right, box.left - rect.left);
      }
      // Less than a pixel is rounding.
      return over > 1 ? [`${cell.className}: ${cell.textContent} ${Math.round(over)} px`] : [];
    }),
  );
}

const letters = 'abcdefghijklmnopqrstuvwxyzæøå';

/** Enrols participants until the board has so many rows. The aliases are made up: eight wide letters now and then. */
export async function fillBoard(person: Person, service: Service, rows: number): Promise<void> {
  const { teamId } = person;
  const query = 'query ($teamId: ID!) { board(teamId: $teamId) { rows { shown } } team(teamId: $teamId) { staff { staffId } } }';
  const { board, team } = await ask<{ board: { rows: { shown: boolean }[] }; team: { staff: { staffId: string }[] } }>(person, service, query, { teamId });
  const primaryContactId = team.staff[0]?.staffId;
  for (let n = board.rows.filter((row) => row.shown).length; n < rows; n += 1) {
    const alias = n % 7 === 0 ? `Mwmwmw${letter(n)}${letter(n + 9)}` : `Prøve${letter(n)}${letter(Math.floor(n / 29))}`;
    await record(person, service, 'recordParticipantStep', { kind: 'PARTICIPANT_ENROLLED', teamId, alias, primaryContactId });
  }
}

const letter = (n: number): string => letters[n % letters.length] ?? 'a';

/** Shows every page of the wall in turn, as with a remote control. */
export async function eachPage(page: Page, look: (nth: number) => Promise<void>): Promise<number> {
  const spoken = page.getByText(/^Side \d+ av \d+\./);
  const count = Number(/av (\d+)/.exec((await spoken.textContent()) ?? '')?.[1] ?? '1');
  for (let nth = 1; nth <= count; nth += 1) {
    await expect(spoken).toContainText(`Side ${nth} av ${count}.`);
    await look(nth);
    await page.keyboard.press('PageDown');
  }
  return count;
}
