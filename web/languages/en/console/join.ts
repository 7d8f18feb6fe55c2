/** Behind the link of an invitation to the console. */
export const join = {
  title: 'Join the console',
  lead: 'Welcome, {{name}}. You join as {{role}} and sign in with {{email}}.',
  password: 'Choose a password',
  passwordHelp: 'At least 8 characters. A few words that belong to nobody else are best.',
  next: 'Set it and go on',
  pending: 'Setting it',
  then: 'Next you set up a second factor: everybody of staff has one.',
  problem: {
    title: 'This did not work',
    too_short: 'A password has at least 8 characters.',
    too_long: 'A password has at most 128 characters.',
    common: 'This is one of the passwords that everybody tries first. Choose another.',
    personal: 'This is your name or address. Choose something nobody can look up.',
    busy: 'Too many sign in at this moment. Try again in a few seconds.',
  },
  gone: {
    title: 'This link does not work',
    help: 'It was used already, was replaced by a newer one, or has run out. Ask a staff admin for a new one. If you have set your password, sign in.',
    action: 'Sign in to the console',
  },
} as const
