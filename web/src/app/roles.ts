import type { TextKey } from '../i18n';

const keys: Record<string, TextKey> = {
  TEAM_LEADER: 'role.team_leader',
  TEAM_MEMBER: 'role.team_member',
  SUPERVISOR: 'role.supervisor',
  AUDITOR: 'role.auditor',
  ADMINISTRATOR: 'role.system_administrator',
  KIOSK: 'role.kiosk',
};

/** What a role is called; a role that this program does not know is a member of the team. */
export function roleKey(role: string): TextKey {
  return keys[role] ?? 'role.team_member';
}
