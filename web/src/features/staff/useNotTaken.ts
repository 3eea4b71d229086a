import { useText, useTextOr } from '../../i18n';
import type { Failure } from '../../record';

/** Why the service did not take a step about the team, in words. */
export function useNotTaken(): (failure: Failure) => string {
  const text = useText();
  const textOr = useTextOr();
  return (failure) => {
    switch (failure.is) {
      case 'rejected':
        return textOr(`rejected.${failure.code.toLowerCase()}`, text('rejected.other', { code: failure.code }));
      case 'forbidden':
        return text('permission.denied');
      case 'network':
        return text('failed.network');
      case 'busy':
        return textOr(failure.code === 'BUSY' ? '' : `failed.${failure.code.toLowerCase()}`, text('failed.busy', { seconds: failure.seconds }));
      case 'conflict':
        return text('failed.conflict');
      case 'session':
        return text('failed.session');
      case 'other_user':
        return text('failed.other_user');
      case 'too_large':
        return text('failed.too_large');
      case 'invalid':
        return text('entry.summary', { count: failure.problems.length });
      case 'failed':
        return text('error.server', { code: failure.code });
    }
  };
}
