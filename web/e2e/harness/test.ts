import { test as base, expect } from '@playwright/test';
import { arrive, type Person, type Wish } from './people';
import { Service } from './service';

interface Fixtures {
  /** Somebody arrives at a browser of their own; it closes with the test. */
  readonly someone: (wish: Wish) => Promise<Person>;
}

interface WorkerFixtures {
  readonly service: Service;
}

/** Tests with the real service behind them. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  service: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the parameter's names
    async ({}, use) => {
      const service = await Service.start();
      await use(service);
      await service.stop();
    },
    { scope: 'worker' },
  ],
  someone: async ({ browser, service }, use) => {
    const here: Person[] = [];
    await use(async (wish) => {
      const person = await arrive(browser, service, wish);
      here.push(person);
      return person;
    });
    for (const { context } of here) await context.close();
  },
});

export { expect };
