import { languages, type Language } from './catalog';

const KEY = 'tavle.language';

export function storedLanguage(): Language {
  try {
    const stored = localStorage.getItem(KEY);
    return languages.find((language) => language === stored) ?? 'nb';
  } catch {
    return 'nb';
  }
}

export function storeLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // A browser that keeps nothing still changes language until the page is closed.
  }
}
