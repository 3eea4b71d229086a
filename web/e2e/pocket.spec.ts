import type { Page } from '@playwright/test';
import { freeDwelling } from './harness/board';
import { anybody, everythingKept, phone, readyForTheField, saveHere, writeContact, written } from './harness/pocket';
import { logins } from './harness/people';
import { choose, field, notSent, openForm, saidSaved, saidSent, saveButton, typedDay } from './harness/screen';
import { expect, test } from './harness/test';

const inTheField = { role: 'TEAM_MEMBER', context: phone } as const;

/** How often the contact was sent from a page. */
function sendings(page: Page): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/graphql') && (request.postData() ?? '').includes('mutation RecordContact')) count += 1;
  });
  return () => count;
}

test.describe('without a network', () => {
  test('one finds the person, writes the contact, sees that it is not sent, and it is sent when the network is back', async ({ service, someone }) => {
    const member = await someone(inTheField);
    const person = await anybody(member, service);
    const { page, context } = member;
    await readyForTheField(member);
    await context.setOffline(true);
    await page.getByLabel('Hvem gjelder det?').selectOption({ label: person.alias });
    await page.getByRole('button', { name: 'Ny kontakt' }).click();
    await expect(page.getByText('Uten nett siden')).toBeVisible();
    await writeContact(page, 'Ringte fra bussen.');
    await page.getByRole('button', { name: 'Lagre på telefonen' }).click();
    await expect(notSent(page)).toContainText(`${person.alias}, Kontakt gjennomført`);
    await expect(notSent(page)).toContainText('Lagret på telefonen, ikke sendt.');

    await context.setOffline(false);
    await expect(saidSent(page, 'Kontakt gjennomført')).toBeVisible();
    await expect(notSent(page)).toBeHidden();
    expect(await written(member, service, person.participantId, 'Ringte fra bussen.')).toBe(1);
  });

  test('a tab that is killed has lost nothing: it is sent once when the person is back', async ({ service, someone }) => {
    const member = await someone(inTheField);
    const person = await anybody(member, service);
    await readyForTheField(member);
    await openForm(member, person.participantId, 'contact');
    await writeContact(member.page, 'Skrevet før telefonen døde.');
    await member.context.setOffline(true);
    await saveHere(member.page);
    await expect(notSent(member.page)).toContainText('ikke sendt');
    await member.page.close();

    const again = await member.context.newPage();
    await again.goto('/');
    await expect(again.getByText('Får ikke kontakt med tjenesten')).toBeVisible();
    await expect(again.getByText('1 oppføring ligger låst på denne enheten.')).toBeVisible();
    await member.context.setOffline(false);
    await expect(saidSent(again, 'Kontakt gjennomført')).toBeVisible({ timeout: 20_000 });
    expect(await written(member, service, person.participantId, 'Skrevet før telefonen døde.')).toBe(1);
  });

  test('what the service will not take comes back to its form, with the text and why', async ({ service, someone }) => {
    const member = await someone(inTheField);
    const person = await anybody(member, service);
    const { page, context } = member;
    await readyForTheField(member);
    await openForm(member, person.participantId, 'contact');
    await writeContact(page, 'Avtalen på torsdag.');
    await page.getByLabel('Klokkeslett').first().fill('23.59');
    const date = page.getByLabel('Dato', { exact: true }).first();
    await date.fill('1.1.2031');
    await context.setOffline(true);
    await saveHere(page);
    await expect(notSent(page)).toContainText('ikke sendt');
    await context.setOffline(false);
    await expect(notSent(page)).toContainText('1 felt må rettes før du kan lagre', { timeout: 20_000 });

    await notSent(page).getByRole('link', { name: /Åpne skjemaet/ }).click();
    await expect(page.getByRole('alert', { name: /må rettes/ })).toContainText('Kan ikke være fram i tid.');
    await expect(field(page, 'Notat')).toHaveValue('Avtalen på torsdag.');
    await date.fill(typedDay(-1));
    await saveButton(page).click();
    await expect(saidSaved(page, 'Kontakt gjennomført')).toBeVisible();
    expect(await written(member, service, person.participantId, 'Avtalen på torsdag.')).toBe(1);
  });
});

test.describe('sent once', () => {
  test('when the answer is lost on the way', async ({ service, someone }) => {
    const member = await someone(inTheField);
    const person = await anybody(member, service);
    const { page } = member;
    await readyForTheField(member);
    await openForm(member, person.participantId, 'contact');
    await writeContact(page, 'Svaret kom aldri fram.');
    let lost = 0;
    await page.route('**/graphql', async (route) => {
      if (lost > 0 || !(route.request().postData() ?? '').includes('mutation RecordContact')) return route.fallback();
      lost += 1;
      await route.fetch();
      await route.abort('connectionreset');
    });
    await saveHere(page);
    await expect(notSent(page)).toContainText('ikke sendt');
    await expect(notSent(page).getByRole('listitem')).toHaveCount(0, { timeout: 20_000 });
    expect(lost).toBe(1);
    expect(await written(member, service, person.participantId, 'Svaret kom aldri fram.')).toBe(1);
  });

  test('when the tab dies while it is on its way', async ({ service, someone }) => {
    const member = await someone(inTheField);
    const person = await anybody(member, service);
    const { page } = member;
    await readyForTheField(member);
    await openForm(member, person.participantId, 'contact');
    await writeContact(page, 'Døde på veien.');
    const onItsWay = new Promise<void>((resolve) => {
      void page.route('**/graphql', async (route) => {
        if (!(route.request().postData() ?? '').includes('mutation RecordContact')) return route.fallback();
        await route.fetch();
        resolve();
      });
    });
    await saveHere(page);
    await onItsWay;
    await page.close();

    const again = await member.context.newPage();
    await again.goto(`/mine/${member.teamId}`);
    await expect(saidSent(again, 'Kontakt gjennomført')).toBeVisible({ timeout: 20_000 });
    expect(await written(member, service, person.participantId, 'Døde på veien.')).toBe(1);
  });

  test('when two tabs have the same outbox', async ({ service, someone }) => {
    const member = await someone(inTheField);
    const person = await anybody(member, service);
    const other = await member.context.newPage();
    await readyForTheField(member);
    await other.goto(`/mine/${member.teamId}`);
    await openForm(member, person.participantId, 'contact');
    await writeContact(member.page, 'To faner.');
    const counts = [sendings(member.page), sendings(other)];
    await member.context.setOffline(true);
    await saveHere(member.page);
    await expect(notSent(other)).toContainText('ikke sendt');
    const before = counts.map((count) => count());
    await member.context.setOffline(false);
    await expect(notSent(other)).toBeHidden({ timeout: 20_000 });
    await expect(notSent(member.page)).toBeHidden();
    expect(counts.reduce((sum, count, index) => sum + count() - (before[index] ?? 0), 0)).toBe(1);
    expect(await written(member, service, person.participantId, 'To faner.')).toBe(1);
  });

  test('when the button is pressed again and again', async ({ service, someone }) => {
    const member = await someone(inTheField);
    const person = await anybody(member, service);
    await openForm(member, person.participantId, 'contact');
    await writeContact(member.page, 'Trykket tre ganger.');
    const sent = sendings(member.page);
    await saveButton(member.page).evaluate((button: HTMLButtonElement) => {
      for (let i = 0; i < 3; i += 1) button.click();
    });
    await expect(saidSaved(member.page, 'Kontakt gjennomført')).toBeVisible();
    expect(sent()).toBe(1);
    expect(await written(member, service, person.participantId, 'Trykket tre ganger.')).toBe(1);
  });
});

test('the next person on the same phone can read nothing of it; the one who wrote it gets it sent', async ({ service, someone, request }) => {
  const member = await someone(inTheField);
  const person = await anybody(member, service);
  const { page, context } = member;
  const all = await logins(request, service);
  const first = all.find((login) => login.name === member.name);
  const second = all.find((login) => login.role === 'TEAM_MEMBER' && login.name !== member.name);
  if (!first || !second) throw new Error('The demo has one member only.');
  await readyForTheField(member);
  await openForm(member, person.participantId, 'contact');
  await writeContact(page, 'Dette er mellom oss.');
  await page.route('**/graphql', (route) => (/mutation RecordContact/.test(route.request().postData() ?? '') ? route.abort() : route.fallback()));
  await saveHere(page);
  await expect(notSent(page)).toContainText('ikke sendt');
  await openForm(member, person.participantId, 'crisis');
  await field(page, 'Notat').fill('Halvt utkast.');

  await page.locator('summary').filter({ hasText: 'Innstillinger' }).click();
  await page.getByRole('button', { name: 'Logg ut' }).click();
  const ask = page.getByRole('dialog', { name: 'Noe er ikke sendt' });
  await expect(ask).toContainText('1 oppføring er ikke sendt.');
  await ask.getByRole('button', { name: 'La det ligge låst, og logg ut' }).click();
  await expect(page).toHaveURL(/logg-inn/);
  await page.unroute('**/graphql');
  const kept = await everythingKept(page);
  for (const secret of ['Dette er mellom oss', 'Halvt utkast', person.alias, person.participantId, first.name, 'CONTACT_COMPLETED', '/graphql', '/session']) {
    expect(kept.includes(secret), secret).toBe(false);
  }

  await page.getByRole('button', { name: new RegExp(second.name) }).click();
  await expect(page).toHaveURL(/tavle|deltaker|mine/);
  await page.goto(`/mine/${member.teamId}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(notSent(page)).toBeHidden();
  await page.locator('summary').filter({ hasText: 'Innstillinger' }).click();
  await page.getByRole('button', { name: 'Logg ut' }).click();
  await expect(page).toHaveURL(/logg-inn/);
  expect(await written(await someone({ role: 'TEAM_LEADER' }), service, person.participantId, 'Dette er mellom oss.')).toBe(0);

  await page.getByRole('button', { name: new RegExp(first.name) }).click();
  await expect(saidSent(page, 'Kontakt gjennomført')).toBeVisible({ timeout: 20_000 });
  await openForm({ ...member, context }, person.participantId, 'crisis');
  await expect(field(page, 'Notat')).toHaveValue('Halvt utkast.');
  expect(await written(member, service, person.participantId, 'Dette er mellom oss.')).toBe(1);
});

test.describe('what is begun and not saved', () => {
  test('survives a reload and a killed tab', async ({ service, someone }) => {
    const member = await someone(inTheField);
    const person = await anybody(member, service);
    await openForm(member, person.participantId, 'contact');
    await writeContact(member.page, 'Halvveis i setningen');
    await member.page.reload();
    await expect(field(member.page, 'Notat')).toHaveValue('Halvveis i setningen');
    await member.page.close();
    const page = await member.context.newPage();
    await openForm({ ...member, page }, person.participantId, 'contact');
    await expect(field(page, 'Notat')).toHaveValue('Halvveis i setningen');
    await expect(page.getByText('Det er ikke lagret ennå.')).toBeVisible();
  });

  test('survives the end of the session: what was being saved is sent after signing in again', async ({ service, someone, request }) => {
    const member = await someone(inTheField);
    const person = await anybody(member, service);
    const { page, context } = member;
    await readyForTheField(member);
    await openForm(member, person.participantId, 'contact');
    await writeContact(page, 'Økta gikk ut.');
    await context.clearCookies();
    await saveHere(page);
    await expect(page).toHaveURL(/logg-inn/);
    const login = (await logins(request, service)).find(({ name }) => name === member.name);
    await page.getByRole('button', { name: new RegExp(login?.name ?? '') }).click();
    await expect(saidSent(page, 'Kontakt gjennomført')).toBeVisible({ timeout: 20_000 });
    expect(await written(member, service, person.participantId, 'Økta gikk ut.')).toBe(1);
  });
});

test('an offer from the register that came back opens its form there, with whom and what was written', async ({ service, someone }) => {
  const member = await someone(inTheField);
  const { page, context } = member;
  const dwelling = await freeDwelling(member, service);
  await readyForTheField(member);
  await page.goto(`/bolig/${member.teamId}`);
  await page.getByRole('row').filter({ hasText: dwelling.address }).getByRole('button', { name: /^Tilby/ }).click();
  const whom = page.getByRole('combobox', { name: /Deltaker/ });
  const alias = (await whom.locator('option').nth(1).textContent()) ?? '';
  await whom.selectOption({ label: alias });
  await field(page, 'Notat').fill('Ring først.');
  await page.getByRole('group', { name: /^Når det skjedde/ }).getByLabel('Dato').fill('1.1.2031');
  await context.setOffline(true);
  await saveHere(page);
  await page.getByRole('link', { name: 'Mine i dag' }).click();
  await expect(notSent(page)).toContainText(alias);
  await context.setOffline(false);
  await expect(notSent(page)).toContainText('felt må rettes før du kan lagre', { timeout: 20_000 });

  await notSent(page).getByRole('button', { name: /^Kast/ }).click();
  await expect(notSent(page)).toContainText('Skal oppføringen bort for godt?');
  await page.getByRole('button', { name: 'Behold' }).click();
  await notSent(page).getByRole('link', { name: /Åpne skjemaet/ }).click();
  await expect(page.getByRole('heading', { name: `Tilby ${dwelling.address}` })).toBeVisible();
  await expect(page.getByRole('alert', { name: /må rettes/ })).toContainText('Kan ikke være fram i tid.');
  await expect(field(page, 'Notat')).toHaveValue('Ring først.');
  await expect(whom.locator('option:checked')).toHaveText(alias);
  await page.getByRole('group', { name: /^Når det skjedde/ }).getByLabel('Dato').fill(typedDay(-1));
  await saveButton(page).click();
  await expect(page.getByRole('status').filter({ hasText: 'Lagret:' })).toBeVisible();
  await expect(notSent(page)).toBeHidden();
});

test.describe('on the narrowest phone', () => {
  test('neither bar lies over what has the focus, and "Avbryt" can be pressed', async ({ service, someone }) => {
    const member = await someone(inTheField);
    const person = await anybody(member, service);
    const { page } = member;
    await openForm(member, person.participantId, 'contact');
    await choose(page, 'Kontaktform', 'Telefon');
    await page.locator('main').focus();
    const covered: string[] = [];
    const met: string[] = [];
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      const now = await page.evaluate(() => {
        const active = document.activeElement;
        if (!active || !document.querySelector('main')?.contains(active)) return null;
        const { left, top, width, height } = active.getBoundingClientRect();
        const hit = document.elementFromPoint(left + width / 2, top + height / 2);
        const sees = hit !== null && (active.contains(hit) || (hit.closest('label') !== null && hit.closest('label') === active.closest('label')));
        return { what: active.id || (active.textContent ?? '').slice(0, 40), sees, over: hit?.outerHTML.slice(0, 80) ?? 'nothing' };
      });
      if (now === null) break;
      met.push(now.what);
      if (!now.sees) covered.push(`${now.what}: ${now.over}`);
    }
    expect(covered).toEqual([]);
    expect(met.length).toBeGreaterThan(8);
    expect(met.at(-1)).toBe('Avbryt');
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.getByRole('button', { name: 'Avbryt' }).click();
    await expect(page).toHaveURL(new RegExp(`/deltaker/${person.participantId}$`));
  });
});
