/** The entry form: drawn from the table of kinds, used wherever something is recorded or corrected. */
export { newCommandId } from './commandId';
export { Box, Prose, Select } from './Controls';
export { clearDrafts, draftKey, DraftStore } from './draft';
export { EntryForm } from './EntryForm';
export type { About } from './useEntryForm';
export { controlId, FieldControl } from './FieldControl';
export { MomentControl } from './MomentControl';
export { type Moment, momentOf, readMoment } from './moment';
export { Notice } from './Notice';
export type { FormOptions } from './options';
export { noOptions } from './options';
export type { Failure, Outcome } from './outcome';
export { type Problem, readForm } from './schema';
export { Segmented } from './Segmented';
export { useCommand } from './useCommand';
export { useFormOptions } from './useFormOptions';
export { useProblemText } from './useProblemText';
export { emptyValue, type FormValue, type FormValues, initialValues, typedKroner, typedValue } from './values';
