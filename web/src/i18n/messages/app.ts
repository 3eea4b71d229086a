/** Signing in and starting. */
export const messages = {
  'signin.title': ['Logg inn i Tavle', 'Logg inn i Tavle', 'Sign in to Tavle'],
  'signin.lead': ['Velg hvem du er.', 'Vel kven du er.', 'Choose who you are.'],
  'signin.no_team': ['Uten team', 'Utan team', 'Without a team'],
  'signin.other_user': [
    'En annen er logget inn i denne nettleseren nå',
    'Ein annan er logga inn i denne nettlesaren no',
    'Somebody else is signed in in this browser now',
  ],
  'signin.other_user_help': [
    'Ingenting blir hentet eller lagret her før du har logget inn igjen som {name}. Det du har skrevet, er tatt vare på.',
    'Ingenting blir henta eller lagra her før du har logga inn igjen som {name}. Det du har skrive, er tatt vare på.',
    'Nothing is fetched or saved here until you have signed in again as {name}. What you have written is kept.',
  ],
  'signin.again': ['Logg inn igjen', 'Logg inn igjen', 'Sign in again'],
  'start.no_team': [
    'Du er ikke med i noe team som du kan se. Snakk med systemansvarlig.',
    'Du er ikkje med i noko team som du kan sjå. Snakk med systemansvarleg.',
    'You are not in any team that you can see. Talk to the system administrator.',
  ],
} as const;
