import { useCallback } from 'react';
import { useLanguage } from '../i18n';

/** "02.30" as the language writes it. */
export function useLocalClock(): (clock: string) => string {
  const { language } = useLanguage();
  return useCallback((clock) => (language === 'en' ? clock.replace('.', ':') : clock.replace(':', '.')), [language]);
}
