import { Link } from '@tanstack/react-router';
import { useText } from '../i18n';
import { AccountForm } from './AccountForm';
import { useSession } from './SessionProvider';

/** Signing in to a real installation. */
export function PasswordSignIn() {
  const text = useText();
  const { signIn } = useSession();
  return (
    <>
      <AccountForm
        send={text('auth.sign_in')}
        lines={[
          { name: 'user', label: text('account.user'), autoComplete: 'username' },
          { name: 'password', label: text('account.password'), is: 'password', autoComplete: 'current-password' },
        ]}
        onSend={({ user = '', password = '' }) => signIn(user, password)}
      />
      <div className="account-more">
        <Link to="/invitasjon">{text('account.have_invitation')}</Link>
        <p className="mut">{text('account.forgotten')}</p>
      </div>
    </>
  );
}
