/** My people today. */
export const messages = {
  'home.title': ['Mine i dag', 'Mine i dag', 'My day'],
  'home.visits': ['Besøk i dag', 'Besøk i dag', 'Visits today'],
  'home.none': ['Du har ingen besøk i dag.', 'Du har ingen besøk i dag.', 'You have no visits today.'],
  'home.unassigned': ['Uten ansvarlig', 'Utan ansvarleg', 'Unassigned'],
  'home.due': ['Mine frister', 'Mine fristar', 'My deadlines'],
  'home.due_none': ['Ingen frister for deltakere du har ansvar for.', 'Ingen fristar for deltakarar du har ansvar for.', 'No deadlines for participants you are responsible for.'],
  'home.people': ['Mine deltakere', 'Mine deltakarar', 'My participants'],
  'home.as_of': ['Slik det var kl. {time}', 'Slik det var kl. {time}', 'As it was at {time}'],
  'home.record': ['Før kontakt', 'Før kontakt', 'Record contact'],
  'home.last_met': ['sist møtt', 'sist møtt', 'last met'],
  'home.overdue': ['ikke sett i tide', 'ikkje sett i tide', 'not seen in time'],
  'home.passed': ['fristen er ute', 'fristen er ute', 'deadline passed'],
  'home.days': ['{count} d', '{count} d', '{count} d'],
} as const;
