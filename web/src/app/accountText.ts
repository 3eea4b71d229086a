import { useText, type TextKey } from '../i18n';
import { Refusal } from './accountApi';

const errors: Record<string, TextKey> = {
  WRONG_CREDENTIALS: 'account.error.wrong_credentials',
  LOCKED_OUT: 'account.error.locked_out',
  WRONG_CODE: 'account.error.wrong_code',
  CODE_EXPIRED: 'account.error.code_expired',
  ALREADY_SET_UP: 'account.error.already_set_up',
  NOT_AUTHORISED: 'account.error.not_authorised',
  OTHER_TEAMS_PERSON: 'account.error.other_teams_person',
  NETWORK: 'state.unreachable',
};

const problems: Record<string, TextKey> = {
  REQUIRED: 'account.field.required',
  TOO_SHORT: 'account.field.too_short',
  TOO_LONG: 'account.field.too_long',
  TOO_COMMON: 'account.field.too_common',
  CONTAINS_USER: 'account.field.contains_user',
  TAKEN: 'account.field.taken',
  BAD_CHARACTERS: 'account.field.bad_characters',
};

/** The catalogue's key for a code that the service refuses with. */
export function refusalKey(code: string): TextKey {
  return errors[code] ?? 'account.error.other';
}

/** The catalogue's key for what is wrong with one field. */
export function problemKey(code: string): TextKey {
  return problems[code] ?? 'account.field.other';
}

/** What went wrong in words: of the whole form, and of its fields. */
export function useRefusal(failure: unknown): { readonly whole: string | null; readonly of: (field: string) => string | undefined } {
  const text = useText();
  if (failure === null) return { whole: null, of: () => undefined };
  const refusal = failure instanceof Refusal ? failure : new Refusal('CLIENT', {}, 0);
  const { code, fields, retryAfterSeconds } = refusal;
  return {
    whole: code === 'INVALID' ? null : text(refusalKey(code), { code, seconds: retryAfterSeconds }),
    of: (field) => {
      const problem = fields[field];
      return problem === undefined ? undefined : text(problemKey(problem));
    },
  };
}
