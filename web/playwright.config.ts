import { defineConfig } from '@playwright/test';

const asked = (name: string) => process.env[name] !== undefined;

/** Pictures are taken, times measured and whole days lived through when that is asked for. */
const onRequest = [
  ...(asked('SCREENSHOTS') ? [] : ['**/screenshots.spec.ts']),
  ...(asked('LATENCY') ? [] : ['**/latency.spec.ts', '**/wall-latency.spec.ts']),
  ...(asked('SOAK') ? [] : ['**/wall-soak.spec.ts']),
];

/** Real Chromium — the system's own — against the real service. One service, one worker: the tests share its data. */
export default defineConfig({
  testDir: 'e2e',
  testIgnore: onRequest,
  outputDir: 'test-results',
  globalSetup: './e2e/harness/demo-data.ts',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: asked('CI'),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    locale: 'nb-NO',
    timezoneId: 'Europe/Oslo',
    // Only the tests of the pocket want one; to the others it is a second way to the network.
    serviceWorkers: 'block',
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['PLAYWRIGHT_CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    },
  },
});
