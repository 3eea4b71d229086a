import { findParticipant, standing } from './harness/board';
import { record } from './harness/commands';
import { Line } from './harness/line';
import { asPage, type Person } from './harness/people';
import { openWall, turnTo, wallRow } from './harness/screen';
import { expect, test } from './harness/test';
import { fresh, late, places, setUp, someStatus, stale } from './harness/wall';

type Someone = (wish: { role: 'KIOSK' | 'TEAM_MEMBER' }) => Promise<Person>;

/** A wall with a hand on its socket. */
async function wallOnALine(someone: Someone) {
  const wall = await someone({ role: 'KIOSK' });
  await setUp(wall.page);
  const line = await Line.of(wall.page);
  await openWall(wall);
  return { ...wall, line };
}

test.describe('the wall never shows the old as new', () => {
  test('a line that says nothing: amber, then out of date in the reserved zone, then empty; nothing moves', async ({ someone }) => {
    const wall = await someone({ role: 'KIOSK' });
    await setUp(wall.page);
    const line = await Line.of(wall.page);
    await wall.page.clock.install();
    await openWall(wall);
    const { page } = wall;
    const before = await places(page);
    const aliases = await page.getByRole('rowheader').allTextContents();
    const { alias, word } = await someStatus(page);
    line.drop('everything');

    await page.clock.runFor(11_000);
    await expect(late(page)).toContainText('ingen kontakt på 1');
    await expect(stale(page)).toBeHidden();
    expect(await places(page)).toEqual(before);

    await page.clock.runFor(6_000);
    await expect(stale(page)).toBeVisible();
    await expect(wallRow(page, alias)).toContainText(word);
    expect(await places(page)).toEqual(before);
    expect(await page.locator('.w-cols').evaluate((rows) => getComputedStyle(rows).opacity)).toBe('1');

    await page.clock.runFor(110_000);
    await expect(page.getByText('Innholdet er skjult til det er oppdatert igjen.')).toBeVisible();
    expect(await page.getByRole('rowheader').allTextContents()).toEqual(aliases);
    expect((await page.getByRole('cell').allTextContents()).join('')).toBe('');
    expect(await places(page)).toEqual(before);

    line.mend();
    await page.clock.runFor(20_000);
    await expect(fresh(page)).toBeVisible();
    await expect(wallRow(page, alias)).toContainText(word);
    expect(await places(page)).toEqual(before);
  });

  test('a socket that answers pings but has no word of the board is made anew', async ({ someone }) => {
    const { page, line } = await wallOnALine(someone);
    line.drop('words');
    await expect(stale(page)).toBeVisible({ timeout: 25_000 });
    line.mend();
    await expect(fresh(page)).toBeVisible({ timeout: 25_000 });
    expect(line.made).toBeGreaterThan(1);
  });

  test('told of a change that it cannot fetch, it is not fresh; when it can, it is', async ({ service, someone }) => {
    const { page, line } = await wallOnALine(someone);
    const member = await someone({ role: 'TEAM_MEMBER' });
    const person = await findParticipant(member, service, (row) => !standing(row, 'CRISIS'));
    await turnTo(page, person.alias);
    await page.route('**/graphql', (route) => route.abort());
    await record(member, service, 'recordCrisis', { kind: 'CRISIS_REPORTED', participantId: person.participantId });
    await expect(fresh(page)).toBeHidden();
    await expect(stale(page)).toBeVisible({ timeout: 25_000 });
    expect(line.open).toBe(1);
    await expect(wallRow(page, person.alias)).not.toContainText('Krise');

    await page.unroute('**/graphql');
    await expect(fresh(page)).toBeVisible({ timeout: 15_000 });
    await turnTo(page, person.alias);
    await expect(wallRow(page, person.alias)).toContainText('Krise');
  });

  test('told of a change while the answer never comes, it is not fresh either', async ({ service, someone }) => {
    const { page } = await wallOnALine(someone);
    const member = await someone({ role: 'TEAM_MEMBER' });
    const person = await findParticipant(member, service, (row) => !standing(row, 'CRISIS'));
    let hangs = true;
    await page.route('**/graphql', (route) => (hangs ? undefined : route.continue()));
    await record(member, service, 'recordCrisis', { kind: 'CRISIS_REPORTED', participantId: person.participantId });
    await expect(stale(page)).toBeVisible({ timeout: 25_000 });
    hangs = false;
    await expect(fresh(page)).toBeVisible({ timeout: 25_000 });
    await turnTo(page, person.alias);
    await expect(wallRow(page, person.alias)).toContainText('Krise');
  });

  for (const code of [1001, 1006, 1011, 1012, 4400, 4401, 4403, 4429, 4500]) {
    test(`closed with ${code}, it opens a new line by itself`, async ({ service, someone }) => {
      const { page, line } = await wallOnALine(someone);
      const member = await someone({ role: 'TEAM_MEMBER' });
      await line.close(code);
      await expect.poll(() => line.made).toBe(2);
      await expect(fresh(page)).toBeVisible();
      // The new line brings what happens after it.
      const person = await findParticipant(member, service, (row) => !standing(row, 'CRISIS'));
      await record(member, service, 'recordCrisis', { kind: 'CRISIS_REPORTED', participantId: person.participantId });
      await turnTo(page, person.alias);
      await expect(wallRow(page, person.alias)).toContainText('Krise');
      expect(line.mostOpen).toBe(1);
    });
  }

  test('without a network it becomes out of date, and current again when the network is back', async ({ someone }) => {
    const { page, line, context } = await wallOnALine(someone);
    await context.setOffline(true);
    await line.break();
    await expect(stale(page)).toBeVisible({ timeout: 25_000 });
    line.mend();
    await context.setOffline(false);
    await expect(fresh(page)).toBeVisible({ timeout: 15_000 });
    expect(line.mostOpen).toBe(1);
  });
});

test.describe('after sleep', () => {
  test('with clocks that went on, it is out of date until it has heard the service again', async ({ someone }) => {
    const wall = await someone({ role: 'KIOSK' });
    const { page } = wall;
    await setUp(page);
    const line = await Line.of(page);
    await page.clock.install();
    await openWall(wall);
    line.drop('everything');
    await page.clock.fastForward(60 * 60_000);
    await expect(page.getByText('Innholdet er skjult til det er oppdatert igjen.')).toBeVisible();
    await expect(fresh(page)).toBeHidden();
    line.mend();
    await page.clock.runFor(20_000);
    await expect(fresh(page)).toBeVisible();
  });

  test('with a monotonic clock that stood still, the calendar tells', async ({ someone }) => {
    const wall = await someone({ role: 'KIOSK' });
    const { page } = wall;
    await setUp(page);
    const line = await Line.of(page);
    await page.clock.install();
    await openWall(wall);
    line.drop('everything');
    await page.clock.setSystemTime(Date.now() + 60 * 60_000);
    await page.clock.runFor(1_500);
    await expect(fresh(page)).toBeHidden();
    await expect(page.getByText('Innholdet er skjult til det er oppdatert igjen.')).toBeVisible();
    line.mend();
    await page.clock.runFor(20_000);
    await expect(fresh(page)).toBeVisible();
  });
});

test('a session that ends is said in words on the wall, without rows, and leads to signing in', async ({ someone }) => {
  const { page, context } = await wallOnALine(someone);
  const cookies = await context.cookies();
  await context.request.delete('/session', { headers: asPage(page) });
  await expect(page.getByRole('heading', { name: 'Innloggingen er avsluttet' })).toBeVisible({ timeout: 25_000 });
  await expect(page.getByRole('row')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/logg-inn\?til=/);
  expect(cookies.length).toBeGreaterThan(0);
});

test('a wall whose session ended goes on by itself when this browser is signed in again', async ({ someone }) => {
  const { page, context } = await wallOnALine(someone);
  const session = await (await context.request.get('/session', { headers: asPage(page) })).json();
  await context.request.delete('/session', { headers: asPage(page) });
  await expect(page.getByRole('heading', { name: 'Innloggingen er avsluttet' })).toBeVisible({ timeout: 25_000 });
  const logins = (await (await context.request.get('/demo/logins')).json()) as { user: string; name: string }[];
  const user = logins.find(({ name }) => name === session.me.name)?.user;
  await context.request.post('/session', { headers: asPage(page), data: { user } });
  await expect(fresh(page)).toBeVisible({ timeout: 25_000 });
});
