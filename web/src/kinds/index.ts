export { correctionOf, isEmptyCorrection, sameValue, type Correction } from './changes';
export { formatValue, isLongText, type FieldValue, type Stored, type Words } from './format';
export { actionKey, choiceKey, familyKey, fieldLabelKey, kindKey, shortKindKey } from './labels';
export { label, plainLabel, timelineLine, type Line } from './line';
export {
  families,
  familyOf,
  familyOfKind,
  fieldsOf,
  fieldSpec,
  kindOf,
  recordableKinds,
  type Family,
  type FieldSpec,
  type KindSpec,
  type MarkName,
} from './table';
export { concernsDwellingAlone, dwellingFollowsFromOffer, targetsOf, type TargetField } from './target';
export { useWords } from './useWords';
