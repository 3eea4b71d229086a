/** Which words name a kind, a field or a choice. Words themselves come from the term list and the messages. */

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Fields whose label in the term list goes by another name. */
const fieldTerms: Readonly<Record<string, string>> = {
  deciderId: 'field.decider.label',
  dwellingId: 'field.dwelling.label',
  enrolmentDeclineReason: 'field.reason.label',
  offerDeclineReason: 'field.decline_reason.label',
  followUpEnd: 'field.end_reason.label',
  tenancyEnd: 'field.end_reason.label',
  ftePercent: 'field.fte.label',
  staffIds: 'field.staff.label',
  alias: 'board.column.alias',
  primaryContactId: 'role.primary_contact',
  tenancyId: 'noun.tenancy',
  // Beside a kind's own fields, for a kind may have a reason too.
  reasonForCorrection: 'field.reason.label',
};

export function fieldLabelKey(name: string): string {
  return fieldTerms[name] ?? `field.${snake(name)}.label`;
}

/** Where a field's choices are named: a prefix, to which the choice in small letters is added. */
const choicePrefix: Readonly<Record<string, string>> = {
  admissionPath: 'admission.path',
  avertedBy: 'eviction.averted_by',
  caseBody: 'choice.case_body',
  discipline: 'discipline',
  enrolmentDeclineReason: 'enrolment.decline_reason',
  failure: 'contact.failure',
  followUpEnd: 'follow_up_end',
  housingDecision: 'housing.decision',
  housingType: 'housing.type',
  imprisonment: 'imprisonment',
  initiatedBy: 'contact.initiated_by',
  intensity: 'choice.intensity',
  landlord: 'tenancy.landlord',
  legalSection: 'admission.basis',
  mode: 'contact.mode',
  model: 'team.kind',
  offerDeclineReason: 'housing.decline_reason',
  place: 'contact.place',
  role: 'role',
  tenancyEnd: 'tenancy.end_reason',
  topics: 'choice.topics',
  warning: 'choice.warning',
};

const choiceTerms: Readonly<Record<string, string>> = {
  'intensity.SHORT': 'board.status.intensive_short',
  'intensity.LONG': 'board.status.intensive_long',
  'legalSection.SUBSTANCE_USE_10_2_TO_10_4': 'admission.basis.substance_use_10',
  'role.ADMINISTRATOR': 'role.system_administrator',
};

export function choiceKey(field: string, choice: string): string {
  return choiceTerms[`${field}.${choice}`] ?? `${choicePrefix[field] ?? `choice.${snake(field)}`}.${choice.toLowerCase()}`;
}

/** What happened, for a timeline: "Kontakt gjennomført". */
export function kindKey(kind: string): string {
  return `event.${kind.toLowerCase()}.timeline`;
}

/** What to do, for a heading or a button: "Registrer kontakt". */
export function actionKey(kind: string): string {
  return `event.${kind.toLowerCase()}.action`;
}

const shortTerms: Readonly<Record<string, string>> = {
  CONTACT_COMPLETED: 'contact.state.kept',
  CONTACT_ATTEMPT_FAILED: 'contact.state.attempted',
  CONTACT_PLANNED: 'contact.state.planned',
  CONTACT_CANCELLED: 'contact.state.cancelled',
  NETWORK_CONTACT_COMPLETED: 'kind.short.network_contact',
};

/** A word for a button among its siblings. */
export function shortKindKey(kind: string): string {
  return shortTerms[kind] ?? kindKey(kind);
}

export function familyKey(noun: string): string {
  return `family.${snake(noun)}`;
}

/** Every key that the table needs, for the check that no word is missing. */
export { snake as snakeCase };
