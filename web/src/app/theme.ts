export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const KEY = 'tavle.theme';
const dark = () => window.matchMedia('(prefers-color-scheme: dark)');

export function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return themes.find((theme) => theme === stored) ?? 'auto';
  } catch {
    return 'auto';
  }
}

function apply(theme: Theme): void {
  const scheme = theme === 'auto' ? (dark().matches ? 'dark' : 'light') : theme;
  document.documentElement.dataset['colorScheme'] = scheme;
}

export function setTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Kept until the page is closed.
  }
  apply(theme);
}

/** Before the first render, and whenever the device changes its mind. */
export function startTheme(): void {
  apply(storedTheme());
  dark().addEventListener('change', () => apply(storedTheme()));
}
