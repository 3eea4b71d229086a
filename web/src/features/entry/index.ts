/** What other features may use of the entry form. */
export { newCommandId } from './commandId';
export { Box, Prose, Select } from './Controls';
export { clearDrafts, draftKey, DraftStore } from './draft';
export { EntryForm } from './EntryForm';
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
export { emptyValue, type FormValue, type FormValues, initialValues, typedValue } from './values';
