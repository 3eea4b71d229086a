import type { MessageKey } from './generated/messages';
import type { TermKey } from './generated/terms';

export const languages = ['nb', 'nn', 'en'] as const;
export type Language = (typeof languages)[number];
export type TextKey = TermKey | MessageKey;
export type Catalog = Readonly<Record<string, string>>;

const loaders: Record<Language, () => Promise<{ words: Record<string, string> }>> = {
  nb: () => import('./generated/words.nb'),
  nn: () => import('./generated/words.nn'),
  en: () => import('./generated/words.en'),
};

/** One language's whole catalogue: the shared terms and what the features add. */
export async function loadCatalog(language: Language): Promise<Catalog> {
  const { words } = await loaders[language]();
  return words;
}

/** Plural rules and number signs of Nynorsk are those of Bokmål; not every browser ships nn. */
export function formattingLocale(language: Language): string {
  return language === 'en' ? 'en-GB' : 'nb-NO';
}
