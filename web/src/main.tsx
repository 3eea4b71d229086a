import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './ui/styles/index.css';
import './app/app.css';
import { watchBuild } from './app/build';
import { router } from './app/router';
import { SessionProvider } from './app/SessionProvider';
import { startServiceWorker } from './offline/serviceWorker';
import { startTheme } from './app/theme';
import { initialLanguage, LanguageProvider } from './i18n';

startTheme();
watchBuild();
const root = document.getElementById('root');
if (!root) throw new Error('no root element');
startServiceWorker();

void initialLanguage().then((initial) => {
  document.documentElement.lang = initial.language;
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider initial={initial}>
        <SessionProvider>
          <RouterProvider router={router} />
        </SessionProvider>
      </LanguageProvider>
    </StrictMode>,
  );
});
