import { messageFiles, type MessageKey } from './generated/messages';
import type { TermKey } from './generated/terms';

export const languages = ['nb', 'nn', 'en'] as const;
export type Language = (typeof languages)[number];
export type TextKey = TermKey | MessageKey;
export type Catalog = Readonly<Record<string, string>>;

type Row = readonly [string, string, string];

const loaders: Record<Language, () => Promise<{ terms: Record<string, string> }>> = {
  nb: () => import('./generated/terms.nb'),
  nn: () => import('./generated/terms.nn'),
  en: () => import('./generated/terms.en'),
};

/** One language's whole catalogue: the shared terms and what the features add. */
export async function loadCatalog(language: Language): Promise<Catalog> {
  const { terms } = await loaders[language]();
  const column = languages.indexOf(language);
  const catalog: Record<string, string> = { ...terms };
  for (const file of Object.values(messageFiles) as Record<string, Row>[]) {
    for (const [key, row] of Object.entries(file)) catalog[key] = row[column] ?? row[0];
  }
  return catalog;
}

/** Plural rules and number signs of Nynorsk are those of Bokmål; not every browser ships nn. */
export function formattingLocale(language: Language): string {
  return language === 'en' ? 'en-GB' : 'nb-NO';
}
