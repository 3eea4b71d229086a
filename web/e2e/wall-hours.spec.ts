import { Line } from './harness/line';
import { expect, test } from './harness/test';
import { fresh, setUp } from './harness/wall';

const hours = { days: [0, 1, 2, 3, 4], from: '07:00', until: '17:00' };
/** A Tuesday in winter, on the clock in Oslo. */
const at = (clock: string, day = '2026-11-24') => new Date(`${day}T${clock}:00+01:00`);

test('at five the wall goes black: no board on the page, no line to the service; at seven it is back', async ({ someone }) => {
  const { page, teamId } = await someone({ role: 'KIOSK' });
  await setUp(page, { hours });
  const line = await Line.of(page);
  await page.clock.install({ time: at('16:58') });
  await page.goto(`/vegg/${teamId}`);
  await expect(fresh(page)).toBeVisible();
  await page.clock.runFor(2 * 60_000 + 2_000);
  await expect(page.getByText(/Tavle · 17\.00 · trykk på en tast/)).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(0);
  await expect.poll(() => line.open).toBe(0);

  let asked = 0;
  await page.route('**/graphql', (route) => {
    asked += 1;
    return route.continue();
  });
  await page.clock.runFor(30 * 60_000);
  expect(asked).toBe(0);
  expect(line.open).toBe(0);

  await page.clock.setSystemTime(at('07:00', '2026-11-25'));
  await page.clock.runFor(2_000);
  await expect(fresh(page)).toBeVisible();
  expect(asked).toBeGreaterThan(0);
});

test('a key wakes it for ten minutes and does nothing else; without a network it shows no old rows', async ({ someone }) => {
  const { page, teamId } = await someone({ role: 'KIOSK' });
  await setUp(page, { hours });
  await page.clock.install({ time: at('20:00') });
  await page.goto(`/vegg/${teamId}`);
  await expect(page.getByText('trykk på en tast')).toBeVisible();
  await page.keyboard.press('Space');
  await expect(fresh(page)).toBeVisible();
  await expect(page.getByText(/^Side 1 av/)).toContainText('Stopp sidebytte');
  await page.clock.runFor(9 * 60_000);
  await expect(page.getByText('trykk på en tast')).toBeHidden();
  await page.clock.runFor(61_000);
  await expect(page.getByText('trykk på en tast')).toBeVisible();

  await page.route('**/graphql', (route) => route.abort());
  await page.mouse.move(100, 100);
  await page.mouse.move(140, 120);
  await expect(page.getByText('Får ikke kontakt med tjenesten')).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(0);
  await page.unroute('**/graphql');
  await page.clock.runFor(6_000);
  await expect(fresh(page)).toBeVisible();
});

test('a screen that nobody sits at is blank out of hours before it is set up; a person’s own is not', async ({ someone }) => {
  const kiosk = await someone({ role: 'KIOSK' });
  await kiosk.page.clock.install({ time: at('12:00', '2026-11-22') });
  await kiosk.page.goto(`/vegg/${kiosk.teamId}`);
  await expect(kiosk.page.getByText('trykk på en tast')).toBeVisible();

  const leader = await someone({ role: 'TEAM_LEADER' });
  await leader.page.clock.install({ time: at('12:00', '2026-11-22') });
  await leader.page.goto(`/vegg/${leader.teamId}`);
  await expect(fresh(leader.page)).toBeVisible();
});
