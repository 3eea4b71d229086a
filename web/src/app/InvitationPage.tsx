import { Navigate, useNavigate } from '@tanstack/react-router';
import { useText } from '../i18n';
import { Page, PageHeader } from '../ui';
import { AccountForm } from './AccountForm';
import { ask } from './accountApi';
import { LanguageChoice } from './SettingsMenu';
import { useSession } from './SessionProvider';

/** An invitation becomes an account, or another password where there was one. */
export function InvitationPage() {
  const text = useText();
  const navigate = useNavigate();
  const { demo, renew } = useSession();
  if (demo) return <Navigate to="/logg-inn" replace />;
  return (
    <Page title={text('invitation.title')}>
      <PageHeader title={text('invitation.title')} lead={text('invitation.lead')} />
      <AccountForm
        send={text('invitation.send')}
        lines={[
          { name: 'code', label: text('account.code'), is: 'code', autoComplete: 'one-time-code' },
          { name: 'user', label: text('account.user'), autoComplete: 'username' },
          { name: 'password', label: text('account.password'), is: 'password', autoComplete: 'new-password', help: text('account.password_help') },
        ]}
        onSend={async (values) => {
          await ask('POST', '/account', values);
          await navigate({ to: '/', replace: true });
          renew();
        }}
      />
      <div className="signin-settings">
        <LanguageChoice />
      </div>
    </Page>
  );
}
