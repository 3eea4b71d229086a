/** What features may use of the frame they stand in. */
export type { Area, Membership } from './access';
export { checkBuild, reloadIfNewer } from './build';
export { LanguageChoice, ThemeChoice } from './SettingsMenu';
export { useSession, type SessionState } from './SessionProvider';
export { useCurrentTeam, useMay } from './teams';
