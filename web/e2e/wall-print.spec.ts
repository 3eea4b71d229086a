import type { Page } from '@playwright/test';
import { Line } from './harness/line';
import { openWall } from './harness/screen';
import { expect, test } from './harness/test';
import { eachPage, setUp } from './harness/wall';

/** Pages of a PDF: its page objects are not compressed. */
const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;

/** Width and height of the first page, in millimetres, to the nearest. */
const sizeOf = (pdf: Buffer): number[] => (/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1')) ?? []).slice(1).map((points) => Math.round(Number(points) / 2.84));

const aliasesOnPaper = (page: Page) => page.locator('.paper tbody th').allTextContents();

/** Everyone's status, or that one has to be decided. */
const statusesOnPaper = async (page: Page) => (await page.locator('.paper tbody td:nth-child(2)').allTextContents()).map((words) => words.trim());

test('the whole board is on paper, black on white, with its time, in the order of the wall', async ({ someone }) => {
  const wall = await someone({ role: 'KIOSK', context: { colorScheme: 'dark' } });
  const { page } = wall;
  await setUp(page);
  await openWall(wall);
  const shown: string[] = [];
  await eachPage(page, async () => void shown.push(...(await page.getByRole('rowheader').allTextContents())));

  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const paper = page.locator('.paper');
  await expect(paper).toBeVisible();
  await expect(page.locator('#root')).toBeHidden();
  expect(await aliasesOnPaper(page)).toEqual(shown);
  await expect(paper).toContainText(/Slik tavla var \p{L}+dag \d+\. \p{L}+ \d{4} kl\. \d\d\.\d\d\.\d\d/u);
  await expect(paper.getByRole('columnheader')).toHaveText([/ACT-team/, 'Deltaker', 'Status', 'Risiko', 'Sett, d', 'Ansv.', 'I dag', 'Neste frist', 'Skriv for hånd']);
  expect(await statusesOnPaper(page)).not.toContain('');
  const colours = await paper.locator('*').evaluateAll((all) => [
    ...new Set(all.filter((each) => each.childElementCount === 0 && each.textContent).map((each) => getComputedStyle(each).color)),
  ]);
  expect(colours).toEqual(['rgb(0, 0, 0)']);
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
});

test('on A4, upright and lying, on as many sheets as it needs', async ({ someone }) => {
  const wall = await someone({ role: 'KIOSK' });
  const { page } = wall;
  await setUp(page);
  await openWall(wall);
  let rows = 0;
  await eachPage(page, async () => void (rows += await page.getByRole('rowheader').count()));
  const upright = await page.pdf({ format: 'A4', preferCSSPageSize: false });
  const lying = await page.pdf({ format: 'A4', landscape: true });
  expect(sizeOf(upright)).toEqual([210, 297]);
  expect(sizeOf(lying)).toEqual([297, 210]);
  // At least so many rows on a sheet, and no more than its height has room for.
  for (const [paper, least, most] of [[upright, 18, 32], [lying, 10, 21]] as const) {
    expect(pagesOf(paper)).toBeGreaterThanOrEqual(Math.ceil(rows / most));
    expect(pagesOf(paper)).toBeLessThanOrEqual(Math.ceil(rows / least));
  }
  // The wall is as it was before.
  await expect(page.locator('.paper')).toHaveCount(0);
  await expect(page.getByText('Oppdatert nå')).toBeVisible();
});

test('out of date, the paper says so and how old it is; the rows are on it when the wall has hidden them', async ({ someone }) => {
  const wall = await someone({ role: 'KIOSK' });
  const { page } = wall;
  await setUp(page);
  const line = await Line.of(page);
  await page.clock.install();
  await openWall(wall);
  line.drop('everything');
  await page.clock.runFor(5 * 60_000);
  await expect(page.getByText('Innholdet er skjult')).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText(/UTDATERT: ingen kontakt på [45] min da dette ble skrevet ut/)).toBeVisible();
  const statuses = await statusesOnPaper(page);
  expect(statuses.length).toBeGreaterThan(0);
  expect(statuses).not.toContain('');
});

test('at the desk a button prints everyone on the board, whatever is filtered', async ({ someone }) => {
  const { page, teamId } = await someone({ role: 'TEAM_LEADER' });
  await page.addInitScript(() => {
    window.print = () => document.body.setAttribute('data-printed', 'yes');
  });
  await page.goto(`/tavle/${teamId}`);
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  const all = await page.getByRole('rowheader').allTextContents();
  await page.getByRole('button', { name: 'Skriv ut', exact: true }).click();
  await expect(page.locator('body')).toHaveAttribute('data-printed', 'yes');
  // Whichever status there is: a filter that leaves some out.
  await page.getByRole('list', { name: 'Status' }).getByRole('button').first().click();
  await expect(page).toHaveURL(/status=/);
  await expect.poll(() => page.getByRole('rowheader').count()).toBeLessThan(all.length);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.paper')).toBeVisible();
  expect(await aliasesOnPaper(page)).toEqual(all);
});

test('the past on paper says HISTORIKK and the instant', async ({ someone }) => {
  const { page, teamId } = await someone({ role: 'TEAM_LEADER' });
  const instant = new Date(Date.now() - 30 * 86_400_000).toISOString();
  await page.goto(`/tavle/${teamId}?knownAt=${instant}`);
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.paper').getByText('HISTORIKK', { exact: true })).toBeVisible();
  await expect(page.locator('.paper')).toContainText('slik vi visste det da');
});
