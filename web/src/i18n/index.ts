export { languages, loadCatalog, type Catalog, type Language, type TextKey } from './catalog';
export { initialLanguage, LanguageProvider, useLanguage } from './LanguageProvider';
export { useKindText, useText, useTextOr, type Text, type TextValues } from './useText';
export { timeFormat, useTime, type TimeFormat } from './time';
export { addDays, dateOf, daysBetween, fromOslo, oslo, toOsloLocal, weekday, weekNumber, type DateText } from './zone';
export { kroner, parseKroner } from './money';
export { useMoney } from './useMoney';
