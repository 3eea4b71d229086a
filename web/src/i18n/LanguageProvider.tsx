import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { IntlProvider } from 'react-intl';
import { formattingLocale, loadCatalog, type Catalog, type Language } from './catalog';
import { storedLanguage, storeLanguage } from './preference';

interface LanguageState {
  readonly language: Language;
  readonly catalog: Catalog;
  readonly setLanguage: (next: Language) => void;
}

const LanguageContext = createContext<LanguageState | null>(null);

interface Props {
  readonly initial: { readonly language: Language; readonly catalog: Catalog };
  readonly children: ReactNode;
}

/** Holds the language in use. The catalogue is loaded before the first render, so that no key is ever seen. */
export function LanguageProvider({ initial, children }: Props) {
  const [state, setState] = useState(initial);

  const setLanguage = useCallback((next: Language) => {
    void loadCatalog(next).then((catalog) => {
      storeLanguage(next);
      setState({ language: next, catalog });
    });
  }, []);

  useEffect(() => {
    document.documentElement.lang = state.language;
  }, [state.language]);

  const value = useMemo(() => ({ ...state, setLanguage }), [state, setLanguage]);
  return (
    <LanguageContext value={value}>
      <IntlProvider
        locale={formattingLocale(state.language)}
        messages={state.catalog}
        timeZone="Europe/Oslo"
        onError={ignoreMissingLocaleData}
      >
        {children}
      </IntlProvider>
    </LanguageContext>
  );
}

/** Missing messages are found by a test; what is left is a browser without data for a locale. */
function ignoreMissingLocaleData() {}

export function useLanguage(): LanguageState {
  const state = use(LanguageContext);
  if (!state) throw new Error('LanguageProvider is missing');
  return state;
}

export async function initialLanguage() {
  const language = storedLanguage();
  return { language, catalog: await loadCatalog(language) };
}
