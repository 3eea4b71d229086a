import { statusKey } from '../../ui';
import type { TextKey } from '../../i18n';
import type { BoardStatus, DeadlineKind } from './model/row';

const short: Partial<Record<BoardStatus, TextKey>> = {
  POST_DISCHARGE: 'board.short.post_discharge',
  INTENSIVE_SHORT: 'board.short.intensive_short',
  INTENSIVE_LONG: 'board.short.intensive_long',
  HOMELESS: 'board.short.homeless',
  BASE: 'board.short.base',
};

/** The status in at most thirteen letters. */
export function shortStatusKey(status: BoardStatus): TextKey {
  return short[status] ?? statusKey(status);
}

const due: Record<DeadlineKind, TextKey> = {
  PAY_BY: 'due.pay_by',
  EARLIEST_PETITION: 'due.earliest_petition',
  SOCIAL_SERVICE_WAIT: 'due.social_service_wait',
  PROTEST: 'due.protest',
  BRING_CASE: 'due.bring_case',
  ANSWER_PETITION: 'due.answer_petition',
  EVICTION: 'due.eviction',
  FIXED_TERM_END: 'due.fixed_term_end',
  OFFER_ANSWER: 'due.offer_answer',
  APPEAL: 'due.appeal',
};

export function dueKey(kind: DeadlineKind): TextKey {
  return due[kind];
}
