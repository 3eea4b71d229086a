import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages, loadCatalog } from './catalog';
import { messageFiles } from './generated/messages';
import { readTerms } from '../../scripts/terms.mjs';

const src = join(import.meta.dirname, '..');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (file) =>
    /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.includes('generated') && !/i18n[/\\]messages/.test(file),
);
const code = files.map((file) => readFileSync(join(src, file), 'utf8')).join('\n');
const terms = new Set(readTerms().map(({ key }) => key));
const own = Object.entries(messageFiles).flatMap(([file, messages]) =>
  Object.entries(messages as Record<string, readonly string[]>).map(([key, row]) => ({ file, key, row })),
);

/** Every word in quotes that could be a key, whole. */
const quoted = new Set([...code.matchAll(/(['"`])([a-z][a-z0-9_.]*)\1/g)].map(([, , word]) => word));
/** Keys put together at run time, `text(`lane.${lane}`)`. Listed, so that a wide prefix hides no word that nobody uses. */
const prefixes = ['choice', 'deadline', 'deadline_flag', 'desk.filter', 'event', 'failed', 'family', 'field', 'housing.filter', 'housing.state', 'lane', 'mark', 'problem', 'rejected', 'settings.theme'];

/** `{name}` and `{name, plural, …}`, but not a plural's own branches: `one {dag}`. */
const placeholders = (text: string) =>
  new Set([...text.matchAll(/(\b(?:one|other|few|many)\s*|=\d+\s*)?\{\s*(\w+)\s*[,}]/g)].filter(([, branch]) => !branch).map(([, , name]) => name));

describe('the words of the interface', () => {
  it('are there in three languages', () => {
    for (const { file, key, row } of own) {
      expect(row, `${file}: ${key}`).toHaveLength(languages.length);
      for (const text of row) expect(text.trim(), `${file}: ${key}`).not.toBe('');
    }
  });

  it('are each defined once', () => {
    const seen = new Map<string, string>();
    for (const { file, key } of own) {
      expect(seen.get(key), `${key} is in ${file} and in ${seen.get(key)}`).toBeUndefined();
      expect(terms.has(key), `${key} is in ${file} and in the term list`).toBe(false);
      seen.set(key, file);
    }
  });

  it('have the same placeholders in every language', async () => {
    const [nb, ...others] = await Promise.all(languages.map(loadCatalog));
    for (const [key, text] of Object.entries(nb ?? {})) {
      for (const other of others) expect(placeholders(other[key] ?? ''), key).toEqual(placeholders(text));
    }
  });

  it('are all defined where they are used', async () => {
    const catalog = await loadCatalog('nb');
    const used = [...code.matchAll(/\btext\(\s*'([^']+)'|<Rich\s+id="([^"]+)"/g)].map(([, a, b]) => a ?? b ?? '');
    expect(used.length).toBeGreaterThan(50);
    for (const key of used) expect(catalog[key], key).toBeDefined();
  });

  it('are all used when a feature defines them', () => {
    for (const prefix of prefixes) expect(code, prefix).toContain(`\`${prefix}.\${`);
    // `role` is a prefix in the table of choices, where an entry names one.
    const used = (key: string) => quoted.has(key) || [...prefixes, 'role'].some((prefix) => key.startsWith(`${prefix}.`));
    expect(own.filter(({ key }) => !used(key)).map(({ file, key }) => `${file}: ${key}`)).toEqual([]);
  });
});
