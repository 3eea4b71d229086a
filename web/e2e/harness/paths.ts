import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';

const here = fileURLToPath(new URL('.', import.meta.url));
const web = resolve(here, '../..');

/** The service under test, and where it finds what it needs. */
export const paths = {
  binary: resolve(web, process.env['TAVLE_BIN'] ?? '../target/debug/tavle'),
  dist: resolve(web, process.env['TAVLE_DIST'] ?? 'dist'),
  screenshots: resolve(web, 'screenshots'),
};
