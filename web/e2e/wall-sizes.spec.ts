import { Line } from './harness/line';
import { arrive, type Person } from './harness/people';
import { openWall } from './harness/screen';
import { Service } from './harness/service';
import { expect, test } from './harness/test';
import { eachPage, fillBoard, overflowing, setUp } from './harness/wall';

const screens = [
  { name: '1080p', width: 1920, height: 1080, deviceScaleFactor: 1 },
  { name: '4K', width: 3840, height: 2160, deviceScaleFactor: 1 },
  { name: '4K at two pixels a point', width: 1920, height: 1080, deviceScaleFactor: 2 },
  { name: '16:10', width: 1920, height: 1200, deviceScaleFactor: 1 },
] as const;

/** A service of its own: a hundred participants are in nobody else's way. */
let crowded: Service;

test.beforeAll(async () => {
  crowded = await Service.start();
});
test.afterAll(async () => {
  await crowded.stop();
});

for (const rows of [60, 100]) {
  test(`a board of ${rows} rows is whole on every screen, in one column and in two, in every language`, async ({ browser }) => {
    test.setTimeout(240_000);
    const leader = await arrive(browser, crowded, { role: 'TEAM_LEADER' });
    await fillBoard(leader, crowded, rows);
    await leader.context.close();

    for (const { name, width, height, deviceScaleFactor } of screens) {
      const wall = await arrive(browser, crowded, { role: 'KIOSK', context: { viewport: { width, height }, deviceScaleFactor } });
      for (const columns of [2, 1] as const) {
        const where = `${name}, ${columns} column(s)`;
        await setUp(wall.page, { columns });
        await openWall(wall);
        await wall.page.evaluate(() => document.fonts.ready.then(() => undefined));
        const pages = await wholeOnEveryPage(wall, where);
        expect(pages, where).toBe(Math.ceil(rows / (15 * columns)));
        for (const language of ['nn', 'en', 'nb']) {
          await wall.page.evaluate((chosen) => localStorage.setItem('tavle.language', chosen), language);
          await wall.page.reload();
          await expect(wall.page.getByRole('row').nth(1)).toBeVisible();
          await wall.page.evaluate(() => document.fonts.ready.then(() => undefined));
          expect.soft(await overflowing(wall.page), `${where}, ${language}`).toEqual([]);
        }
      }
      await wall.context.close();
    }
  });
}

test('out of date for long, the head says it whole in every language and in one column and two', async ({ browser }) => {
  test.setTimeout(120_000);
  for (const language of ['nb', 'nn', 'en']) {
    for (const columns of [2, 1] as const) {
      const wall = await arrive(browser, crowded, { role: 'KIOSK', context: { viewport: { width: 1920, height: 1080 } } });
      const { page } = wall;
      await setUp(page, { columns });
      await page.addInitScript((chosen) => localStorage.setItem('tavle.language', chosen), language);
      const line = await Line.of(page);
      await page.clock.install();
      await page.goto(`/vegg/${wall.teamId}`);
      await expect(page.getByRole('row').nth(1)).toBeVisible();
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      line.drop('everything');
      for (const minutes of [1, 14, 3 * 60]) {
        await page.clock.fastForward(minutes * 60_000);
        await expect(page.locator('.is-stale')).toBeVisible();
        expect.soft(await overflowing(page), `${language}, ${columns} column(s), ${minutes} min more`).toEqual([]);
      }
      await wall.context.close();
    }
  }
});

async function wholeOnEveryPage({ page }: Person, where: string): Promise<number> {
  const seen = new Set<string>();
  const pages = await eachPage(page, async (nth) => {
    expect.soft(await overflowing(page), `${where}, page ${nth}`).toEqual([]);
    for (const alias of await page.getByRole('rowheader').allTextContents()) seen.add(alias);
  });
  const counted = await page.locator('.w-row:not(.w-colh)').count();
  expect(counted, where).toBeLessThanOrEqual(30);
  expect([...seen].filter((alias) => alias.length > 8), where).toEqual([]);
  return pages;
}
