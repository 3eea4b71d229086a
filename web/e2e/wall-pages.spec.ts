import { openWall } from './harness/screen';
import { expect, test } from './harness/test';
import { fresh, pageOf, setUp } from './harness/wall';

const spoken = /^Side \d+ av \d+\./;

test('pages turn every twenty seconds, and stop and go with the space bar or the remote control', async ({ someone }) => {
  const { page, teamId } = await someone({ role: 'KIOSK' });
  await setUp(page);
  await page.clock.install();
  await page.goto(`/vegg/${teamId}`);
  await expect(fresh(page)).toBeVisible();
  const on = page.getByText(spoken);
  const { count } = await pageOf(page);
  expect(count).toBeGreaterThan(1);
  for (let nth = 1; nth <= count; nth += 1) {
    await expect(on).toContainText(`Side ${nth} av`);
    await page.clock.runFor(20_000);
  }
  await expect(on).toContainText('Side 1 av');

  await page.keyboard.press('Space');
  await expect(on).toContainText('Start sidebytte');
  await page.clock.runFor(60_000);
  await expect(on).toContainText('Side 1 av');
  await page.evaluate(() => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'MediaPlayPause', cancelable: true })));
  await page.clock.runFor(20_000);
  await expect(on).toContainText('Side 2 av');
});

test('arrows and page keys turn pages, and a page turned by hand stays its whole time', async ({ someone }) => {
  const { page, teamId } = await someone({ role: 'KIOSK' });
  await setUp(page);
  await page.clock.install();
  await page.goto(`/vegg/${teamId}`);
  await expect(fresh(page)).toBeVisible();
  const on = page.getByText(spoken);
  const { count } = await pageOf(page);
  let nth = 1;
  for (const [key, by] of [['ArrowRight', 1], ['PageDown', 1], ['ArrowLeft', -1], ['PageUp', -1], ['ArrowDown', 1]] as const) {
    await page.keyboard.press(key);
    nth = ((nth - 1 + by + count) % count) + 1;
    await expect(on).toContainText(`Side ${nth} av ${count}.`);
  }
  await page.clock.runFor(15_000);
  await page.keyboard.press('ArrowUp');
  await expect(on).toContainText('Side 1 av');
  await page.clock.runFor(15_000);
  await expect(on).toContainText('Side 1 av');
  await page.clock.runFor(5_500);
  await expect(on).toContainText('Side 2 av');
});

test('the middle button of a remote control opens the menu; arrows move in it, and turn no page', async ({ someone }) => {
  const wall = await someone({ role: 'TEAM_LEADER' });
  await setUp(wall.page);
  await openWall(wall);
  const { page } = wall;
  await page.keyboard.press('Enter');
  const menu = page.getByRole('dialog', { name: 'Valg og taster' });
  await expect(menu).toBeVisible();
  await expect(menu.getByRole('button', { name: 'Til tavla' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(menu.getByRole('button', { name: 'Skriv ut på A4' })).toBeFocused();
  await expect(page.getByText(spoken)).toContainText('Side 1 av');
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await page.keyboard.press('?');
  await menu.getByRole('link', { name: 'Sett opp skjermen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sett opp skjermen' })).toBeVisible();
});

test('a mouse brings the buttons, which lie over the wall and move nothing', async ({ someone }) => {
  const wall = await someone({ role: 'KIOSK' });
  await setUp(wall.page);
  await openWall(wall);
  const { page } = wall;
  const tools = page.getByRole('toolbar', { name: 'Knapper for tavla' });
  await expect(tools).toHaveCSS('opacity', '0');
  await page.mouse.move(300, 300);
  await page.mouse.move(320, 310);
  await expect(tools).toHaveCSS('opacity', '1');
  await tools.getByRole('button', { name: 'Neste side' }).click();
  await expect(page.getByText(spoken)).toContainText('Side 2 av');
});

test('the buttons are there for the keyboard too, with the focus to be seen', async ({ someone }) => {
  const wall = await someone({ role: 'KIOSK' });
  await setUp(wall.page);
  await openWall(wall);
  const { page } = wall;
  const next = page.getByRole('button', { name: 'Neste side' });
  for (let n = 0; n < 8 && !(await next.evaluate((button) => button === document.activeElement)); n += 1) await page.keyboard.press('Tab');
  await expect(next).toBeFocused();
  await expect(page.getByRole('toolbar')).toHaveCSS('opacity', '1');
  expect(await next.evaluate((button) => getComputedStyle(button).outlineStyle)).toBe('solid');
});

test('the whole wall moves four pixels every three minutes, at once and without being animated', async ({ someone }) => {
  const { page, teamId } = await someone({ role: 'KIOSK' });
  await setUp(page);
  await page.clock.install();
  await page.goto(`/vegg/${teamId}`);
  await expect(fresh(page)).toBeVisible();
  const at = () => page.locator('.w-head').evaluate((head) => [head.getBoundingClientRect().x, head.getBoundingClientRect().y]);
  const [x = 0, y = 0] = await at();
  for (let n = 0; n < 9; n += 1) {
    await page.clock.runFor(3 * 60_000);
    const [left = 0, top = 0] = await at();
    expect(Math.max(Math.abs(left - x), Math.abs(top - y))).toBeLessThanOrEqual(4);
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    if (n === 0) expect(left - x).toBe(4);
  }
});

test.describe('the board of an earlier instant', () => {
  const instant = () => encodeURIComponent(JSON.stringify(new Date(Date.now() - 30 * 86_400_000).toISOString()).slice(1, -1));

  for (const [where, role, path] of [['on the wall', 'SUPERVISOR', 'vegg'], ['at the desk', 'TEAM_LEADER', 'tavle']] as const) {
    test(`${where} says so, counts down, stays while it is touched, and goes back to now`, async ({ someone }) => {
      const { page, teamId } = await someone({ role });
      await setUp(page);
      await page.clock.install();
      await page.goto(`/${path}/${teamId}?knownAt=${instant()}`);
      await expect(page.getByText('HISTORIKK', { exact: true })).toBeVisible();
      await expect(page.getByText('Tilbake til nå om 5 min')).toBeVisible();
      await expect(page.getByRole('link', { name: /Ta inn deltaker|Registrer kontakt/ })).toHaveCount(0);
      await page.clock.runFor(4 * 60_000);
      await expect(page.getByText(/Tilbake til nå om \d+ s/)).toBeVisible();
      await page.keyboard.press('Shift');
      await expect(page.getByText('Tilbake til nå om 5 min')).toBeVisible();
      await page.clock.runFor(5 * 60_000 + 1_000);
      await expect(page.getByText('HISTORIKK', { exact: true })).toBeHidden();
      await expect(page).toHaveURL(new RegExp(`/${path}/${teamId}$`));
    });
  }
});

for (const [role, path] of [['SUPERVISOR', 'vegg'], ['TEAM_LEADER', 'tavle']] as const) {
  test(`a link to what happened by one instant and was known by another says both, ${path}`, async ({ someone }) => {
    const { page, teamId } = await someone({ role });
    await setUp(page);
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    await page.goto(`/${path}/${teamId}?knownAt=${ago(10)}&happenedAt=${ago(30)}`);
    await expect(page.getByText(path === 'vegg' ? /\d{4}.* visst(e)? \d+\. .*\d{4}/ : /Slik det var \d+\. .* ut fra det vi visste \d+\. /)).toBeVisible();
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('.paper')).toContainText(/Slik det var \d+\. .* ut fra det vi visste \d+\. /);
  });
}

test.describe('a newer build', () => {
  const served = (body: string) => body.replace(/\/assets\/index-[^"]+\.js/, '/assets/newer.js');

  test('is turned to when a page turns, and only once when it does not come', async ({ someone }) => {
    const { page, teamId } = await someone({ role: 'KIOSK' });
    await setUp(page);
    await page.route('**/index.html?build', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: served(await answer.text()) });
    });
    await page.route('**/assets/newer.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    let loads = 0;
    page.on('load', () => void (loads += 1));
    await page.clock.install();
    await page.goto(`/vegg/${teamId}`);
    await expect(fresh(page)).toBeVisible();
    await page.clock.runFor(5 * 60_000);
    await page.clock.runFor(20_000);
    await expect.poll(() => loads).toBe(2);
    await expect(fresh(page)).toBeVisible();
    await page.clock.runFor(4 * 60_000);
    await expect(fresh(page)).toBeVisible();
    expect(loads).toBe(2);
  });

  test('waits at a desk while something is written', async ({ someone }) => {
    // A worker would ask in the page's place, where the test cannot answer.
    const { page, teamId } = await someone({ role: 'TEAM_MEMBER', context: { serviceWorkers: 'block' } });
    await page.route('**/index.html?build', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: served(await answer.text()) });
    });
    await page.route('**/assets/newer.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    let loads = 0;
    page.on('load', () => void (loads += 1));
    await page.clock.install();
    await page.goto(`/tavle/${teamId}`);
    const search = page.getByRole('combobox', { name: 'Søk alias' });
    await search.fill('Sv');
    await page.clock.runFor(7 * 60_000);
    expect(loads).toBe(1);
    await expect(search).toHaveValue('Sv');
    await search.fill('');
    await page.clock.runFor(2 * 60_000);
    await expect.poll(() => loads).toBe(2);
  });
});

test('a row that lacks something unreadable is hatched, counted in words, and said on desk and paper', async ({ someone }) => {
  const leader = await someone({ role: 'TEAM_LEADER' });
  const { page, teamId } = leader;
  await setUp(page);
  let alias = '';
  // Nothing in the demo is unreadable: the first row of the service's answer is said to be so.
  await page.route('**/graphql', async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    const row = body.data?.board?.rows?.find((each: { shown: boolean }) => each.shown);
    if (row) {
      row.incomplete = true;
      alias = row.alias;
    }
    await route.fulfill({ response: answer, json: body });
  });
  await openWall(leader);
  const hatched = page.locator('.is-incomplete');
  await expect(hatched).toHaveCount(1);
  await expect(hatched).toContainText(alias);
  await expect(hatched).toContainText('Noe som er ført, kan ikke leses.');
  await expect(page.getByText('1 ufullstendig')).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.paper').getByRole('rowheader', { name: alias })).toContainText('Ufullstendig');
  await page.emulateMedia({ media: null });
  await page.goto(`/tavle/${teamId}`);
  await expect(page.getByRole('rowheader', { name: alias })).toContainText('Ufullstendig');
});
