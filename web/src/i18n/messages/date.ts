/** The field for a date and its calendar. Names of months and weekdays are in time.ts. */
export const messages = {
  'date.format': ['dd.mm.åååå', 'dd.mm.åååå', 'dd.mm.yyyy'],
  'date.open': ['Åpne kalenderen', 'Opne kalenderen', 'Open the calendar'],
  'date.close': ['Lukk', 'Lukk', 'Close'],
  'date.today': ['I dag', 'I dag', 'Today'],
  'date.calendar': ['Kalender', 'Kalender', 'Calendar'],
  'date.previous_month': ['Forrige måned', 'Førre månad', 'Previous month'],
  'date.next_month': ['Neste måned', 'Neste månad', 'Next month'],
  'date.week': ['Uke', 'Veke', 'Week'],
  'date.week_short': ['Uke', 'Veke', 'Wk'],
} as const;
