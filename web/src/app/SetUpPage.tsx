import { Navigate, useNavigate } from '@tanstack/react-router';
import { useId } from 'react';
import { useText } from '../i18n';
import { Page, PageHeader, toast } from '../ui';
import { AccountForm } from './AccountForm';
import { ask } from './accountApi';
import { LanguageChoice } from './SettingsMenu';
import { useSession } from './SessionProvider';

const models = [
  ['FACT', 'FACT'],
  ['ACT', 'ACT'],
  ['HOUSING_FIRST', 'Housing First'],
] as const;

/** A fresh installation: the first team and the first person, who leads and administers it. */
export function SetUpPage() {
  const text = useText();
  const navigate = useNavigate();
  const model = useId();
  const { setUp, me, renew } = useSession();
  if (!setUp) return <Navigate to={me ? '/' : '/logg-inn'} replace />;
  return (
    <Page title={text('setup.title')}>
      <PageHeader title={text('setup.title')} lead={text('setup.lead')} />
      <AccountForm
        send={text('setup.send')}
        lines={[
          { name: 'code', label: text('account.code'), is: 'code', autoComplete: 'one-time-code' },
          { name: 'teamName', label: text('setup.team'), autoComplete: 'organization' },
          { name: 'name', label: text('setup.name'), autoComplete: 'name' },
          { name: 'initials', label: text('setup.initials'), autoComplete: 'off' },
          { name: 'user', label: text('account.user'), autoComplete: 'username' },
          { name: 'password', label: text('account.password'), is: 'password', autoComplete: 'new-password', help: text('account.password_help') },
        ]}
        onSend={async (values) => {
          await ask('POST', '/set-up', values);
          toast(text('setup.done'));
          await navigate({ to: '/', replace: true });
          renew();
        }}
      >
        <div>
          <label className="ds-label" data-weight="medium" htmlFor={model}>{text('setup.model')}</label>
          <select id={model} name="model" className="ds-input">
            {models.map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </div>
      </AccountForm>
      <div className="signin-settings">
        <LanguageChoice />
      </div>
    </Page>
  );
}
