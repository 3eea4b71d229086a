import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { languages, useLanguage, useText } from '../i18n';
import { Icon } from '../ui';
import { roleKey } from './roles';
import { useSession } from './SessionProvider';
import { SignOut } from './SignOut';
import { useCurrentTeam } from './teams';
import { setTheme, storedTheme, themes } from './theme';

const languageNames = { nb: 'Bokmål', nn: 'Nynorsk', en: 'English' } as const;

export function LanguageChoice() {
  const text = useText();
  const { language, setLanguage } = useLanguage();
  return (
    <fieldset>
      <legend>{text('settings.language')}</legend>
      {languages.map((option) => (
        <label key={option} lang={option}>
          <input type="radio" name="language" checked={option === language} onChange={() => setLanguage(option)} />
          {languageNames[option]}
        </label>
      ))}
    </fieldset>
  );
}

export function ThemeChoice() {
  const text = useText();
  const [chosen, setChosen] = useState(storedTheme);
  return (
    <fieldset>
      <legend>{text('settings.theme')}</legend>
      {themes.map((option) => (
        <label key={option}>
          <input
            type="radio"
            name="theme"
            checked={option === chosen}
            onChange={() => {
              setTheme(option);
              setChosen(option);
            }}
          />
          {text(`settings.theme.${option}`)}
        </label>
      ))}
    </fieldset>
  );
}

/** Who is signed in, the other teams, language, appearance, signing out. */
export function SettingsMenu() {
  const text = useText();
  const { me, memberships } = useSession();
  const team = useCurrentTeam();
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    const close = (event: Event) => {
      const menu = details.current;
      if (!menu?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return;
        menu.open = false;
        menu.querySelector('summary')?.focus();
      } else if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    };
    document.addEventListener('keydown', close);
    document.addEventListener('pointerdown', close);
    return () => {
      document.removeEventListener('keydown', close);
      document.removeEventListener('pointerdown', close);
    };
  }, []);

  if (!me) return null;
  const others = [...new Map(memberships.map((m) => [m.teamId, m])).values()].filter((m) => m.teamId !== team?.teamId);
  return (
    <details className="menu" ref={details}>
      <summary>
        <span className="sr">{text('nav.user_menu')}: </span>
        <span className="who">
          {me.initials}
          {team ? <span className="who-team">, {team.teamName}</span> : null}
        </span>
        <Icon name="u-down" />
      </summary>
      <div className="menu-body">
        <p>
          {text('auth.signed_in_as', { name: me.name })}
          {team ? <span className="mut">, {text(roleKey(team.role)).toLowerCase()}</span> : null}
        </p>
        {others.length > 0 ? (
          <nav aria-label={text('auth.choose_team')}>
            <ul>
              {others.map((m) => (
                <li key={m.teamId}>
                  <Link to="/tavle/$teamId" params={{ teamId: m.teamId }}>
                    {m.teamName}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
        ) : null}
        <Link to="/konto">{text('myaccount.title')}</Link>
        <LanguageChoice />
        <ThemeChoice />
        <SignOut />
      </div>
    </details>
  );
}
